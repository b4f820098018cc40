package org.postern.programs.tools;

import java.nio.file.Path;
import java.util.Set;
import org.postern.maps.EditMapTool;
import org.postern.maps.MakeMapTool;
import org.postern.maps.PrAliasesTool;
import org.postern.maps.SafeMapFiles;
import org.postern.maps.ToolSetting;
import org.postern.maps.ToolStreams;
import org.postern.os.Accounts;
import org.postern.os.ProcessIdentity;
import org.postern.programs.Invocation;
import org.postern.programs.Program;

/// The commands whose logic stands in module `maps`.
public final class MapPrograms {
    private MapPrograms() {}

    /// `makemap`.
    public static Program makemap() {
        return invocation -> new MakeMapTool(setting()).run(invocation.arguments(), streams(invocation));
    }

    /// `editmap`.
    public static Program editmap() {
        return invocation -> new EditMapTool(setting()).run(invocation.arguments(), streams(invocation));
    }

    /// `praliases`.
    public static Program praliases() {
        return invocation -> new PrAliasesTool(setting()).run(invocation.arguments(), streams(invocation));
    }

    /// The places of this host, and the checks for files that the invoking user writes.
    private static ToolSetting setting() {
        return new ToolSetting(
                Path.of("/etc/mail/sendmail.cf"),
                Accounts.system(),
                new SafeMapFiles(Set.of(), ProcessIdentity.effective(), 0, !ProcessIdentity.isRoot()));
    }

    private static ToolStreams streams(Invocation invocation) {
        return new ToolStreams(invocation.input(), invocation.output(), invocation.error());
    }
}
