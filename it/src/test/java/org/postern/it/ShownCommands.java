package org.postern.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postern.testkit.Peers;

/// The command lines that README.md and docs show outside of blocks that another test runs: in blocks, indented, in
/// running text, and in examples of manual pages.
final class ShownCommands {
    private static final String OURS =
            "(?:\\./)?postern|sendmail|mailq|newaliases|makemap|editmap|praliases|mailstats|hoststat|purgestat|saslpasswd2"
                    + "|sasldblistusers2|vacation|rmail|mail\\.local|smrsh";
    private static final String OTHERS = "apt|apt-cache|apt-get|bench/run|cat|chgrp|chmod|chown|cp|crontab|curl|dig"
            + "|docker|dpkg|dpkg-divert|echo|getfacl|grep|hostname|install|iptables|journalctl|kadmin|kill|kinit"
            + "|ldapsearch|ln|logrotate|ls|man|mkdir|mount|mv|mvn|nc|netstat|nft|nmap|openssl|passwd|pkill|printf|ps|rm"
            + "|runuser|sed|service|setcap|setfacl|setpriv|ss|strace|su|sudo|swaks|sysctl|systemctl|tail|tcpdump|telnet"
            + "|testssl|tools/[a-z-]+|touch|ufw|umount|unshare|update-alternatives|useradd|userdel|usermod|wget";
    private static final Pattern OUR_NAME = Pattern.compile(OURS);
    private static final Pattern COMMAND = Pattern.compile("(?:[#$] )?((?:[A-Z_]+=\\S+ |time |nice -n \\d+ )*(?:" + OURS
            + "|" + OTHERS + ")(?: (?:[^#]|#(?! ))*?)?)(?:\\s+# .*)?");

    /// A block with a mark runs in `GuideTest`, one that explains in `ExplainProgramTest`; `GuideTest` refuses other
    /// ones of `console`.
    private static final Pattern RUN = Pattern.compile("(?s)<!-- run: [^\\n]*\\n```.*?```|```console\\n.*?```");

    private static final Pattern FENCE = Pattern.compile("(?s)```\\w*\\n(.*?)```");
    private static final Pattern INLINE = Pattern.compile("`([^`\\n]+)`");

    /// A quoted word of m4 in running text would end the text before it.
    private static final Pattern M4_QUOTE = Pattern.compile("(?<=[(, ])`([^`'\\n]*)'(?=[),])");

    private static final Pattern EXAMPLE = Pattern.compile("(?s)\\n\\.nf\\n(.*?)\\n\\.fi\\n");

    /// A line of a system's crontab: five fields and a user.
    private static final Pattern CRON = Pattern.compile("^(?:[\\d*,/-]+ ){5}[a-z]+ ");

    /// How the program is built is no business of who runs it, and decisions are history.
    private static final Set<String> FOR_DEVELOPERS = Set.of("CONTRIBUTING.md", "ARCHITECTURE.md");

    private final Map<String, Path> commands = new TreeMap<>();

    private ShownCommands() {}

    /// The command lines with the first page that shows each.
    static Map<String, Path> all() throws IOException {
        ShownCommands shown = new ShownCommands();
        Path root = Peers.checkout();
        try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            for (Path page : Stream.concat(Stream.of("README.md", "SECURITY.md").map(root::resolve), docs)
                    .filter(Files::isRegularFile)
                    .map(root::relativize)
                    .filter(page -> !FOR_DEVELOPERS.contains(page.toString()) && !page.startsWith("docs/decisions"))
                    .sorted()
                    .toList()) {
                shown.read(page, Files.readString(root.resolve(page)));
            }
        }
        return shown.commands;
    }

    /// The command lines of one text.
    static Set<String> of(Path page, String text) {
        ShownCommands shown = new ShownCommands();
        shown.read(page, text);
        return shown.commands.keySet();
    }

    /// True when the command is one of Postern's.
    static boolean isOurs(String command) {
        return OUR_NAME.matcher(command.split(" ", 2)[0]).matches();
    }

    private void read(Path page, String text) {
        if (page.startsWith("docs/man")) {
            EXAMPLE.matcher(text)
                    .results()
                    .flatMap(block -> block.group(1).lines())
                    .forEach(line -> add(CRON.matcher(line.replace("\\-", "-")).replaceFirst(""), page));
            return;
        }
        String left = RUN.matcher(text).replaceAll("");
        FENCE.matcher(left).results().flatMap(block -> block.group(1).lines()).forEach(line -> add(line.strip(), page));
        String rest = FENCE.matcher(left).replaceAll("");
        rest.lines().filter(line -> line.startsWith("    ")).forEach(line -> add(line.strip(), page));
        String words = M4_QUOTE.matcher(rest).replaceAll(quote -> Matcher.quoteReplacement(quote.group(1)));
        INLINE.matcher(words).results().forEach(word -> add(word.group(1).replace("\\|", "|"), page));
    }

    private void add(String line, Path page) {
        Matcher command = COMMAND.matcher(line);
        if (command.matches() && !isMention(command.group(1))) {
            commands.putIfAbsent(command.group(1).strip(), page);
        }
    }

    /// A program's name alone, or a page of the manual, is no command line.
    private static boolean isMention(String words) {
        return !words.contains(" ") || words.endsWith("(8)") || words.endsWith("(1)");
    }
}
