package org.postern.programs.audit;

import java.util.ArrayList;
import java.util.List;
import org.postern.cf.CfOption;
import org.postern.maps.AliasSource;

/// The commands that take a file or folder out of a directory that everybody may write to, and change what names it.
final class Relocation {
    /// Directories that are made for everybody; any other one can be closed.
    private static final List<String> FOR_EVERYBODY = List.of("/tmp", "/var/tmp", "/dev/shm");

    private static final int LARGEST = 4 << 20;

    private Relocation() {}

    /// True for a directory that stays open: what lies in it has to go.
    static boolean isForEverybody(String directory) {
        return FOR_EVERYBODY.contains(directory);
    }

    /// Moves it below a directory of root's.
    ///
    /// @param path what lies below an open directory, as the configuration or an alias names it
    static Mend of(Audited audited, String path) {
        boolean directory =
                audited.host().find(path).filter(AuditHost.Place::isDirectory).isPresent();
        String plain = path.endsWith(".db") ? path.substring(0, path.length() - ".db".length()) : path;
        String fresh = (directory ? "/var/spool/" : "/etc/mail/") + plain.substring(plain.lastIndexOf('/') + 1);
        List<String> commands = new ArrayList<>();
        for (String ending : List.of("", ".db")) {
            if (audited.host().find(plain + ending).isPresent()) {
                commands.add("mv " + Mend.quoted(plain + ending) + " " + Mend.quoted(fresh + ending));
            }
        }
        String change = "sed -i " + Mend.quoted("s," + pattern(plain) + "," + replacement(fresh) + ",g") + " ";
        String configuration = audited.configuration().file();
        boolean source = names(audited, audited.source(), plain);
        if (source || names(audited, configuration, plain)) {
            commands.add(change + Mend.quoted(source ? audited.source() : configuration));
        }
        if (source) {
            commands.add("postern mc -o " + Mend.quoted(configuration) + " " + Mend.quoted(audited.source()));
        }
        boolean aliases = false;
        for (AliasSource one : AliasSource.parse(audited.options().list(CfOption.ALIAS_FILE))) {
            String file = one.flags().file();
            if (file.startsWith("/") && names(audited, file, plain)) {
                commands.add(change + Mend.quoted(file));
                aliases = true;
            }
        }
        if (aliases) {
            commands.add("newaliases");
        }
        return new Mend.Command(String.join(" && ", commands));
    }

    private static boolean names(Audited audited, String file, String path) {
        return audited.host()
                .text(file, LARGEST)
                .filter(text -> text.contains(path))
                .isPresent();
    }

    /// A text as a basic regular expression between commas.
    private static String pattern(String text) {
        return text.replaceAll("[\\\\.*\\[\\]^$,]", "\\\\$0");
    }

    private static String replacement(String text) {
        return text.replaceAll("[\\\\&,]", "\\\\$0");
    }
}
