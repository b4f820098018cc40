package org.postern.programs.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.cf.CfOption;
import org.postern.cf.Mailer;
import org.postern.cf.MapDeclaration;
import org.postern.cf.OptionValues;
import org.postern.maps.AliasSource;
import org.postern.maps.MapFileCheck.Purpose;
import org.postern.maps.NamedFiles;
import org.postern.programs.mta.TlsOptions;
import org.postern.sasl.SaslConfiguration;

/// A file that mail depends on.
///
/// @param path as the configuration names it
/// @param kind what it is
record WatchedFile(String path, Kind kind) {
    private static final List<CfOption> PUBLIC = List.of(
            CfOption.HELP_FILE,
            CfOption.ERROR_HEADER,
            CfOption.STATUS_FILE,
            CfOption.SERVICE_SWITCH_FILE,
            CfOption.CONTROL_SOCKET_NAME);

    /// The kinds of files.
    enum Kind {
        CONFIGURATION("configuration", Optional.empty(), false),
        SOURCE("source of the configuration", Optional.empty(), false),
        MAP("map", Optional.of(Purpose.READ), false),
        SECRET_MAP("map with passwords", Optional.of(Purpose.READ), true),
        ALIASES("alias file", Optional.of(Purpose.ALIAS_TEXT), false),
        CLASS("class file", Optional.of(Purpose.CLASS_FILE), false),
        OTHER("file", Optional.empty(), false),
        CERTIFICATE("certificate", Optional.of(Purpose.CERTIFICATE), false),
        KEY("private key", Optional.of(Purpose.PRIVATE_KEY), true),
        SECRET("file with passwords", Optional.of(Purpose.SECRET), true),
        PROGRAM("program", Optional.empty(), false);

        private final String word;
        private final Optional<Purpose> purpose;
        private final boolean secret;

        Kind(String word, Optional<Purpose> purpose, boolean secret) {
            this.word = word;
            this.purpose = purpose;
            this.secret = secret;
        }

        String word() {
            return word;
        }

        /// As what the daemon opens it; empty when it does not.
        Optional<Purpose> purpose() {
            return purpose;
        }

        /// True when only its owner may read it.
        boolean secret() {
            return secret;
        }
    }

    /// All files that a configuration names, each once, in the order of the configuration.
    static List<WatchedFile> of(Audited audited) {
        Map<String, Kind> files = new LinkedHashMap<>();
        OptionValues options = audited.options();
        put(files, audited.configuration().file(), Kind.CONFIGURATION);
        audited.submission().ifPresent(submission -> put(files, submission.file(), Kind.CONFIGURATION));
        sources(files);
        secretMaps(audited, files);
        Map<String, Purpose> maps = NamedFiles.of(
                audited.configuration().maps(),
                AliasSource.parse(options.list(CfOption.ALIAS_FILE)),
                options.text(CfOption.USER_DATABASE_SPEC));
        maps.forEach((path, purpose) -> put(files, path, purpose == Purpose.ALIAS_TEXT ? Kind.ALIASES : Kind.MAP));
        maps.keySet().forEach(path -> put(files, withoutEnding(path), files.getOrDefault(path, Kind.MAP)));
        audited.files().classFiles().forEach(path -> put(files, path, Kind.CLASS));
        PUBLIC.forEach(option -> put(files, options.text(option), Kind.OTHER));
        TlsOptions.files(options)
                .forEach((path, purpose) ->
                        put(files, path, purpose == Purpose.PRIVATE_KEY ? Kind.KEY : Kind.CERTIFICATE));
        put(files, options.text(CfOption.DEFAULT_AUTH_INFO), Kind.SECRET);
        put(files, passwords(audited), Kind.SECRET);
        audited.files().programs().forEach(path -> put(files, path, Kind.PROGRAM));
        for (Mailer mailer : audited.configuration().mailers()) {
            put(files, mailer.path(), Kind.PROGRAM);
        }
        List<WatchedFile> all = new ArrayList<>();
        files.forEach((path, kind) -> all.add(new WatchedFile(path, kind)));
        return all;
    }

    private static void put(Map<String, Kind> files, String path, Kind kind) {
        if (path.startsWith("/")) {
            files.putIfAbsent(path, kind);
        }
    }

    /// The `.mc` file beside a `.cf` file.
    private static void sources(Map<String, Kind> files) {
        for (String file : List.copyOf(files.keySet())) {
            if (file.endsWith(".cf")) {
                put(files, file.substring(0, file.length() - 3) + ".mc", Kind.SOURCE);
            }
        }
    }

    /// Maps that hold passwords for other servers.
    private static void secretMaps(Audited audited, Map<String, Kind> files) {
        for (MapDeclaration map : audited.configuration().maps()) {
            if (map.name().equals("authinfo")) {
                NamedFiles.of(List.of(map), List.of(), "").keySet().forEach(path -> put(files, path, Kind.SECRET_MAP));
            }
        }
    }

    private static String passwords(Audited audited) {
        for (String place : SaslConfiguration.PLACES) {
            Optional<String> text = audited.host().text(place, 1 << 16);
            if (text.isPresent()) {
                return SaslConfiguration.parse(text.get()).secretsFile();
            }
        }
        return SaslConfiguration.USUAL_SECRETS;
    }

    /// The text that a map is made of.
    private static String withoutEnding(String path) {
        return path.endsWith(".db") ? path.substring(0, path.length() - 3) : path;
    }
}
