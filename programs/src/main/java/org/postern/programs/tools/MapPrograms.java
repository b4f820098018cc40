package org.postern.programs.tools;

import org.postern.maps.EditMapTool;
import org.postern.maps.MakeMapTool;
import org.postern.maps.PrAliasesTool;
import org.postern.maps.ToolSetting;
import org.postern.maps.ToolStreams;
import org.postern.programs.Invocation;
import org.postern.programs.Program;

/// The commands whose logic stands in module `maps`.
public final class MapPrograms {
    private MapPrograms() {}

    /// `makemap`.
    public static Program makemap() {
        return invocation -> new MakeMapTool(ToolSetting.standard()).run(invocation.arguments(), streams(invocation));
    }

    /// `editmap`.
    public static Program editmap() {
        return invocation -> new EditMapTool(ToolSetting.standard()).run(invocation.arguments(), streams(invocation));
    }

    /// `praliases`.
    public static Program praliases() {
        return invocation -> new PrAliasesTool(ToolSetting.standard()).run(invocation.arguments(), streams(invocation));
    }

    private static ToolStreams streams(Invocation invocation) {
        return new ToolStreams(invocation.input(), invocation.output(), invocation.error());
    }
}
