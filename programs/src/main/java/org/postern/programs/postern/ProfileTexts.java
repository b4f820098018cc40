package org.postern.programs.postern;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.m4.FileSource;
import org.postern.m4.M4Limits;
import org.postern.mc.McCompiler;
import org.postern.mc.McResult;
import org.postern.programs.profile.SystemProfile;

/// The `.mc` files of the four kinds of mail system, and what is made of them.
final class ProfileTexts {
    private static final int LONGEST = 4 << 20;

    private ProfileTexts() {}

    /// The `sendmail.mc` of a kind.
    ///
    /// @param runAsUser the line about RunAsUser of a kind that gives up the rights of root
    static String of(SystemProfile profile, Path folder, String runAsUser) throws IOException {
        String ports = resource(profile.withoutRoot() ? "port.mc" : "ports.mc");
        return filled(profile, folder, runAsUser, resource("head.mc") + ports + resource(profile.word() + ".mc"));
    }

    /// The same for trying it out, with names between at-signs that are still to be filled in.
    static String forTrying(SystemProfile profile, Path folder) throws IOException {
        return filled(profile, folder, "", resource("head.mc") + resource("try.mc") + resource(profile.word() + ".mc"));
    }

    private static String filled(SystemProfile profile, Path folder, String runAsUser, String text) {
        return text.replace("@TITLE@", profile.title())
                .replace("@PROFILE@", profile.word())
                .replace("@RUNAS@", runAsUser)
                .replace("@FOLDER@", folder.toString());
    }

    /// A file of those that `init` writes.
    static String resource(String name) throws IOException {
        try (InputStream in = ProfileTexts.class.getResourceAsStream("init/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the image lacks init/" + name);
            }
            return Ascii.text(in.readAllBytes());
        }
    }

    /// The configuration that an `.mc` text makes; empty when it has errors. What there is to say goes to `errors`.
    ///
    /// @param name of the text, for messages
    /// @param start the folder that relative names begin at
    static Optional<String> compiled(String name, String text, Path start, PrintStream errors) {
        McCompiler compiler =
                new McCompiler(new FileSource(start, List.of(), LONGEST), Map.of(), M4Limits.forConfigurations());
        McResult result = compiler.compile(name, text);
        result.diagnostics().forEach(found -> errors.println(found.line()));
        return result.hasErrors() ? Optional.empty() : Optional.of(result.configuration());
    }
}
