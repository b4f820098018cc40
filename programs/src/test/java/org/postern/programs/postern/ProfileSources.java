package org.postern.programs.postern;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.postern.base.Ascii;
import org.postern.programs.profile.SystemProfile;

/// What `postern init` writes for a host, for tests of other packages.
public final class ProfileSources {
    private static final Map<String, String> COMPILED = new ConcurrentHashMap<>();

    private ProfileSources() {}

    /// The sources in /etc/mail, by name.
    public static Map<String, String> of(SystemProfile profile) throws IOException {
        String runAs = profile.withoutRoot() ? "define(`confRUN_AS_USER', `smmta')dnl" : "";
        return Map.of(
                "sendmail.mc", ProfileTexts.of(profile, Path.of("/etc/mail"), runAs),
                "submit.mc", ProfileTexts.resource("submit.mc"),
                "access", ProfileTexts.resource("access"),
                "aliases", ProfileTexts.resource("aliases").replace("@ROOT@", "root:\talice"),
                "local-host-names", ProfileTexts.resource("local-host-names"));
    }

    /// The configuration that an `.mc` text makes; the same text is compiled once.
    public static String compiled(String text) {
        return COMPILED.computeIfAbsent(text, ProfileSources::compile);
    }

    private static String compile(String text) {
        java.io.ByteArrayOutputStream errors = new java.io.ByteArrayOutputStream();
        Optional<String> made = ProfileTexts.compiled(
                "test.mc",
                text,
                Path.of("/"),
                new java.io.PrintStream(errors, true, java.nio.charset.StandardCharsets.ISO_8859_1));
        return made.orElseThrow(() -> new AssertionError(Ascii.text(errors.toByteArray())));
    }
}
