package org.postern.programs.secrets;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The arguments of `saslpasswd2`.
///
/// @param pipe `-p`: the password comes on standard input
/// @param delete `-d`
/// @param withoutPlain `-n`: salted keys only
/// @param version `-v`
/// @param application `-a`, else `Sendmail`
/// @param file `-f`, else empty
/// @param realm `-u`, else empty
/// @param user the name
record PasswordOptions(
        boolean pipe,
        boolean delete,
        boolean withoutPlain,
        boolean version,
        String application,
        String file,
        String realm,
        String user) {
    static final String USAGE = """
            saslpasswd2: usage: saslpasswd2 [-v] [-c [-p] [-n]] [-d] [-a appname] [-f sasldb] [-u DOM] userid
            \t-p\tpipe mode -- no prompt, password read on stdin
            \t-c\tcreate -- make the account (it is made without, too)
            \t-d\tdelete the account
            \t-n\tno userPassword -- keep salted keys only
            \t-f sasldb\tuse given file as sasldb
            \t-a appname\tread the configuration of this application (Sendmail)
            \t-u DOM\tuse DOM for user domain
            \t-v\tprint version and exit
            """;

    private static final String WITH_VALUE = "afu";
    private static final String WITHOUT_VALUE = "pcdnv";

    /// Flags may stand behind the name too, unless `--` comes first.
    static Optional<PasswordOptions> parse(List<String> arguments) {
        StringBuilder flags = new StringBuilder();
        String[] values = {"Sendmail", "", ""};
        List<String> names = new ArrayList<>();
        int at = 0;
        while (at < arguments.size()) {
            String word = arguments.get(at++);
            if (word.equals("--")) {
                names.addAll(arguments.subList(at, arguments.size()));
                break;
            }
            if (!word.startsWith("-") || word.length() == 1) {
                names.add(word);
                continue;
            }
            for (int i = 1; i < word.length(); i++) {
                int valued = WITH_VALUE.indexOf(word.charAt(i));
                if (valued < 0 && WITHOUT_VALUE.indexOf(word.charAt(i)) < 0) {
                    return Optional.empty();
                }
                if (valued < 0) {
                    flags.append(word.charAt(i));
                    continue;
                }
                if (i + 1 == word.length() && at == arguments.size()) {
                    return Optional.empty();
                }
                values[valued] = i + 1 < word.length() ? word.substring(i + 1) : arguments.get(at++);
                break;
            }
        }
        String all = flags.toString();
        boolean version = all.indexOf('v') >= 0;
        boolean named = names.size() == 1 && !names.getFirst().isEmpty();
        if (!version && !named) {
            return Optional.empty();
        }
        return Optional.of(new PasswordOptions(
                all.indexOf('p') >= 0,
                all.indexOf('d') >= 0,
                all.indexOf('n') >= 0,
                version,
                values[0],
                values[1],
                values[2],
                named ? names.getFirst() : ""));
    }
}
