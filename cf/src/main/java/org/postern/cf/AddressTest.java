package org.postern.cf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.postern.base.Ascii;
import org.postern.base.SysExit;

/// The address test mode `sendmail -bt`: a line in, text out, as sendmail prints it (sendmail op guide §2.4.4).
///
/// Not safe for use by several threads at once.
public final class AddressTest {
    /// What the address test asks about hosts.
    public interface Hosts {
        /// Hosts to which nothing is known.
        Hosts NONE = new Hosts() {};

        /// The lines that `/mx` prints.
        default String mx(String host) {
            return "getmxrr(" + host + ") returns 0 value(s):\n";
        }

        /// The canonical name of a host; the name itself when it is unknown.
        default String canonical(String host) {
            return host;
        }
    }

    /// The title.
    public static final String TITLE =
            "ADDRESS TEST MODE (ruleset 3 NOT automatically invoked)\nEnter <ruleset> <address>\n";

    private static final int SHOWN = 203;
    private static final int SHOWN_HALF = 100;
    private static final String TEST_USER = "root";

    private final Function<String, Optional<MapLookup>> maps;
    private final Hosts hosts;
    private final TestMacros macros;
    private final StringBuilder out = new StringBuilder();
    private Configuration configuration;
    private RewriteEngine engine;
    private DebugLevels debug;
    private boolean header;
    private boolean sender;
    private boolean ended;
    private SysExit exit = SysExit.OK;

    /// @param maps by name in lower case
    public AddressTest(Configuration configuration, Function<String, Optional<MapLookup>> maps, Hosts hosts) {
        this(configuration, maps, hosts, DebugLevels.NONE);
    }

    /// @param maps by name in lower case
    /// @param debug from the command line; the command `-d` changes them
    public AddressTest(
            Configuration configuration, Function<String, Optional<MapLookup>> maps, Hosts hosts, DebugLevels debug) {
        this.configuration = configuration;
        this.maps = maps;
        this.hosts = hosts;
        this.debug = debug;
        this.macros = new TestMacros(SessionMacros.above(configuration.scope()), out);
        macros.define("opMode", "t");
        macros.define("deliveryMode", "i");
        macros.define("addr_type", use().macroValue());
        macros.tell(debug);
        this.engine = engine();
    }

    private RewriteEngine engine() {
        return new RewriteEngine(configuration, maps, RewriteLimits.STANDARD)
                .traced(new ClassicTrace(out, debug, true, this::message));
    }

    /// What is printed before the first line is read: what is wrong with the configuration, and the title.
    public String banner() {
        StringBuilder text = new StringBuilder();
        for (Diagnostic diagnostic : configuration.diagnostics()) {
            text.append(diagnostic.text()).append('\n');
        }
        return text.append(TITLE).toString();
    }

    /// What is printed before each line.
    public String prompt() {
        return "> ";
    }

    /// True after `/quit`.
    public boolean ended() {
        return ended;
    }

    /// The exit status of the program so far.
    public SysExit exit() {
        return exit;
    }

    /// Puts a text into the answer that is under way: what maps and the name service tell meanwhile.
    public void note(String text) {
        out.append(text);
    }

    /// The debug levels as they are now.
    public DebugLevels debug() {
        return debug;
    }

    /// Answers one line.
    ///
    /// @param raw without its line break
    public String answer(String raw) {
        out.setLength(0);
        String line = stripBlanks(raw);
        if (line.isEmpty()) {
            return "";
        }
        switch (line.charAt(0)) {
            case '#' -> {}
            case '?' ->
                out.append("Sendmail ").append(macros.macro("v").orElse("")).append(" -- HELP not implemented\n");
            case '.' -> define(line);
            case '=' -> list(line);
            case '-' -> debug(line);
            case '$' -> show(line);
            case '/' -> command(line);
            default -> rewrite(line);
        }
        return out.toString();
    }

    private static String stripBlanks(String raw) {
        int i = 0;
        while (i < raw.length() && raw.charAt(i) == ' ') {
            i++;
        }
        return raw.substring(i);
    }

    private void message(String text) {
        message(text, "");
    }

    private void message(String text, String about) {
        if (!about.isEmpty() && RuleReply.showsAddress(text)) {
            out.append(Printable.text(shortened(about))).append("... ");
        }
        out.append(Printable.text(RuleReplies.withoutCodes(text))).append('\n');
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN
                ? text
                : text.substring(0, SHOWN_HALF) + "..." + text.substring(text.length() - SHOWN_HALF);
    }

    private void define(String line) {
        if (line.length() < 2) {
            out.append("Usage: .[DC]macro value(s)\n");
            return;
        }
        String decoded = CfText.decode(line.substring(1), this::message);
        if (decoded.isEmpty()) {
            out.append("Usage: .[DC]macro value(s)\n");
            return;
        }
        char kind = decoded.charAt(0);
        if (kind != 'D' && kind != 'C') {
            out.append("Unknown \".\" command ").append(line).append('\n');
            return;
        }
        CfText.Name name = CfText.name(decoded, 1, this::message);
        if (name.name().isEmpty()) {
            return;
        }
        String rest = decoded.substring(name.end());
        if (kind == 'D') {
            macros.define(name.name(), rest);
        } else {
            addToClass(name.name(), engine.expand(rest, macros));
        }
    }

    private void addToClass(String name, String words) {
        Set<String> members = new LinkedHashSet<>(configuration.classOf(name).members());
        for (String word : words.split("[ \t\n\u000b\f\r]+", -1)) {
            if (word.startsWith(String.valueOf(Code.IN_CLASS))) {
                members.addAll(
                        configuration.classOf(Code.bare(word.substring(1))).members());
            } else if (!word.isEmpty()) {
                members.add(word);
            }
        }
        Map<String, CfClass> classes = new HashMap<>(configuration.classes());
        classes.put(name, CfClass.of(members));
        configuration = configuration.withClasses(classes);
        engine = engine();
    }

    private void list(String line) {
        if (line.length() < 2) {
            out.append("Usage: =Sruleset or =M\n");
        } else if (line.charAt(1) == 'S') {
            listRules(line.substring(2));
        } else if (line.charAt(1) == 'M') {
            configuration.mailers().forEach(mailer -> MailerLine.append(out, mailer, configuration.rules()));
        } else {
            out.append("Unknown \"=\" command ").append(line).append('\n');
        }
    }

    private void listRules(String name) {
        Optional<Integer> number = ruleset(name);
        if (number.isEmpty()) {
            return;
        }
        for (Rule rule : configuration.rules().set(number.get()).rules()) {
            out.append('R');
            appendTokens(rule.left());
            out.append("\t\t");
            appendTokens(rule.right());
            out.append('\n');
        }
    }

    private void appendTokens(Tokens tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            Printable.append(out, tokens.get(i).text());
            out.append(' ');
        }
    }

    /// A rule set by name or number; says so when there is none.
    private Optional<Integer> ruleset(String text) {
        String name = text.strip();
        int end = 0;
        while (end < name.length()
                && (Ascii.isLetter(name.charAt(end)) || Ascii.isDigit(name.charAt(end)) || name.charAt(end) == '_')) {
            end++;
        }
        int number = -1;
        if (end == 0 || name.charAt(0) == '_') {
            message("invalid ruleset name: \"" + (name.length() > 20 ? name.substring(0, 20) : name) + "\"");
        } else {
            number = configuration.rules().number(name.substring(0, end));
        }
        if (number < 0) {
            out.append("Undefined ruleset ").append(text).append('\n');
            return Optional.empty();
        }
        return Optional.of(number);
    }

    private void debug(String line) {
        if (line.length() < 2) {
            out.append("Usage: -d{debug arguments}\n");
        } else if (line.charAt(1) != 'd') {
            out.append("Unknown \"-\" command ").append(line).append('\n');
        } else {
            debug = debug.with(line.substring(2));
            macros.tell(debug);
            engine = engine();
        }
    }

    private void show(String line) {
        if (line.startsWith("$=")) {
            CfText.Name name = CfText.name(line, 2, this::message);
            SymbolOrder.of(configuration.classOf(name.name()).members())
                    .forEach(member -> out.append(member).append('\n'));
            return;
        }
        CfText.Name name = CfText.name(line, 1, this::message);
        if (name.name().isEmpty()) {
            return;
        }
        Optional<String> value = macros.macro(name.name());
        if (value.isEmpty()) {
            out.append("Undefined\n");
        } else {
            Printable.append(out, value.get());
            out.append('\n');
        }
    }

    private void command(String line) {
        int end = 1;
        while (end < line.length() && !Ascii.isSpace(line.charAt(end))) {
            end++;
        }
        String name = line.substring(1, end);
        String argument = line.substring(end).strip();
        switch (Ascii.lower(name)) {
            case "" -> out.append("Usage: /[canon|map|mx|parse|try|tryflags]\n");
            case "quit" -> ended = true;
            case "mx" -> withArgument(argument, "Usage: /mx address\n", host -> out.append(hosts.mx(host)));
            case "canon" ->
                withArgument(
                        argument,
                        "Usage: /canon address\n",
                        host -> out.append("getcanonname(")
                                .append(host)
                                .append(") returns ")
                                .append(hosts.canonical(host))
                                .append('\n'));
            case "map" -> withArgument(argument, "Usage: /map mapname key\n", this::map);
            case "parse" -> withArgument(argument, "Usage: /parse address\n", this::parse);
            case "try" -> tryMailer(argument);
            case "tryflags" -> withArgument(argument, "Usage: /tryflags [Hh|Ee][Ss|Rr]\n", this::flags);
            case "expand" ->
                withArgument(argument, "Usage: /expand string\n", text -> out.append(engine.expand(text, macros)));
            case "sender" -> sender(argument);
            case "header" -> out.append(HeaderProbe.answer(argument, configuration, engine, macros));
            case "gethostbyname" -> {
                // the real program asks for it and prints nothing at the levels that are known here
            }
            default -> out.append("Unknown \"/\" command ").append(line, 0, end).append('\n');
        }
    }

    private interface Action {
        void run(String argument);
    }

    private void withArgument(String argument, String usage, Action action) {
        if (argument.isEmpty()) {
            out.append(usage);
        } else {
            action.run(argument);
        }
    }

    private void flags(String argument) {
        for (int i = 0; i < argument.length(); i++) {
            char c = argument.charAt(i);
            switch (c) {
                case 'h', 'H' -> header = true;
                case 'e', 'E' -> header = false;
                case 's', 'S' -> sender = true;
                case 'r', 'R' -> sender = false;
                default -> {}
            }
        }
        macros.define("addr_type", use().macroValue());
    }

    private AddressUse use() {
        if (header) {
            return sender ? AddressUse.HEADER_SENDER : AddressUse.HEADER_RECIPIENT;
        }
        return sender ? AddressUse.ENVELOPE_SENDER : AddressUse.ENVELOPE_RECIPIENT;
    }

    private String kind() {
        return (header ? "header " : "envelope ") + (sender ? "sender" : "recipient");
    }

    private void map(String argument) {
        int end = 0;
        while (end < argument.length() && !Ascii.isSpace(argument.charAt(end))) {
            end++;
        }
        String name = argument.substring(0, end);
        String key = argument.substring(end).strip();
        if (key.isEmpty()) {
            out.append("No key specified\n");
            return;
        }
        Optional<MapLookup> map = maps.apply(Ascii.lower(name));
        if (map.isEmpty()) {
            out.append("Map named \"").append(name).append("\" not found\n");
            return;
        }
        if (!map.get().open()) {
            out.append("Map named \"").append(name).append("\" not open\n");
            return;
        }
        LookupResult result = map.get().lookup(key, List.of(), macros);
        // What is said when a map is opened for the first time comes before the line.
        int opening = out.indexOf(" map \"") < 0 ? 0 : out.indexOf("\n") + 1;
        out.insert(opening, "map_lookup: " + name + " (" + key + ") ");
        switch (result) {
            case LookupResult.Found(String value) ->
                out.append("returns ").append(value).append(" (0)\n");
            case LookupResult.NotFound _ ->
                out.append("no match (").append(missing(name)).append(")\n");
            case LookupResult.TemporaryFailure _ -> out.append("no match (75)\n");
        }
    }

    private int missing(String name) {
        String mapClass = configuration.maps().stream()
                .filter(map -> map.name().equals(Ascii.lower(name)))
                .map(MapDeclaration::mapClass)
                .findFirst()
                .orElse("host");
        return switch (mapClass) {
            case "text", "host", "null", "sequence" -> SysExit.NO_HOST.code();
            case "user" -> SysExit.NO_USER.code();
            default -> 0;
        };
    }

    private void parse(String address) {
        out.append("Cracked address = ");
        Printable.append(out, frame(address));
        out.append("\nParsing ").append(kind()).append(" address\n");
        AddressParser parser = new AddressParser(engine, use(), macros);
        AddressParser.Triple triple = parser.triple(address);
        parser.exit().ifPresent(status -> exit = status);
        if (triple.mailer().isEmpty()) {
            out.append("Cannot parse\n");
        } else if (triple.host().isEmpty()) {
            out.append("mailer ")
                    .append(triple.mailer())
                    .append(", user ")
                    .append(triple.user())
                    .append('\n');
        } else {
            out.append("mailer ")
                    .append(triple.mailer())
                    .append(", host ")
                    .append(triple.host())
                    .append(", user ")
                    .append(triple.user())
                    .append('\n');
        }
    }

    private String frame(String address) {
        return CrackedAddress.frame(
                address,
                configuration.options().text(CfOption.MUST_QUOTE_CHARS),
                configuration.options().flag(CfOption.COLON_OK_IN_ADDR));
    }

    private void tryMailer(String argument) {
        int end = 0;
        while (end < argument.length() && !Ascii.isSpace(argument.charAt(end))) {
            end++;
        }
        String address = argument.substring(end).strip();
        if (address.isEmpty()) {
            out.append("Usage: /try mailer address\n");
            return;
        }
        Optional<Mailer> mailer = configuration.mailer(argument.substring(0, end));
        if (mailer.isEmpty()) {
            out.append("Unknown mailer ").append(argument, 0, end).append('\n');
            return;
        }
        out.append("Trying ")
                .append(kind())
                .append(" address ")
                .append(address)
                .append(" for mailer ")
                .append(argument, 0, end)
                .append('\n');
        engine.scan(address, 0, '\0', CharTypes.Comments.DROPPED);
        RewrittenAddress result =
                new AddressRewriter(engine, macros).rewriteWithComments(address, use(), mailer.get(), Optional.empty());
        macros.rewritten(result.text());
        out.append("Rcode = ")
                .append(
                        result.status() == SysExit.TEMPORARY_FAILURE
                                ? result.status().code()
                                : 0)
                .append(", addr = ")
                .append(result.text())
                .append('\n');
    }

    private void rewrite(String line) {
        int end = 0;
        while (end < line.length() && !Ascii.isSpace(line.charAt(end))) {
            end++;
        }
        if (end >= line.length()) {
            out.append("No address!\n");
            return;
        }
        String[] names = line.substring(0, end).split(",", -1);
        CharTypes.Comments comments =
                configuration.version().level() >= 9 ? CharTypes.Comments.KEPT : CharTypes.Comments.DROPPED;
        int position = end + 1;
        Optional<String> fault = AddressFault.before(line.substring(position), AddressUse.ENVELOPE_RECIPIENT);
        if (fault.isPresent()) {
            message(fault.get());
            return;
        }
        int start;
        do {
            start = position;
            Tokenizer.Result scanned = engine.scan(line, position, ',', comments);
            position = scanned.end();
            if (!scanned.tokens().isEmpty()) {
                runAll(names, scanned.tokens());
            }
        } while (position < line.length() || (position > start && line.endsWith(",")));
    }

    private void runAll(String[] names, Tokens input) {
        Tokens workspace = input;
        for (int i = 0; i < names.length; i++) {
            String rest = String.join(",", List.of(names).subList(i, names.length));
            int number = configuration.rules().number(names[i]);
            if (number < 0) {
                out.append("Undefined ruleset ").append(rest).append('\n');
                return;
            }
            Workspace result = engine.rewrite(number, workspace, macros);
            workspace = result.tokens();
            if (result.status() != SysExit.OK) {
                out.append("== Ruleset ")
                        .append(rest)
                        .append(" (")
                        .append(number)
                        .append(") status ")
                        .append(result.status().code())
                        .append('\n');
            }
        }
    }

    /// Makes an address the sender, as sendmail's setsender does; one that will not do is replaced by `root`.
    private void sender(String argument) {
        String address = argument.isEmpty() ? TEST_USER : argument;
        macros.define("addr_type", AddressUse.ENVELOPE_SENDER.macroValue());
        AddressParser parser = new AddressParser(engine, AddressUse.ENVELOPE_SENDER, macros);
        AddressParser.Triple triple = parser.triple(address);
        parser.exit().ifPresent(status -> exit = status);
        boolean failed = triple.mailer().isEmpty() || triple.mailer().startsWith("*");
        if (!failed && (triple.mailer().equals("prog") || triple.user().startsWith("|"))) {
            message("553 5.1.0 Invalid sender address", address);
            exit = SysExit.USAGE;
            failed = true;
        }
        if (failed && !address.equals(TEST_USER)) {
            sender(TEST_USER);
            return;
        }
        Tokens tokens =
                engine.scan(address, 0, '\0', CharTypes.Comments.DROPPED).tokens();
        for (int number : new int[] {3, 1, 4}) {
            tokens = engine.rewrite(number, tokens, macros).tokens();
        }
        String text = tokens.join(configuration.rules().blankSubstitute());
        macros.define("addr_type", "");
        macros.define("f", text);
        out.append("addr=").append(triple.user()).append('\n');
    }

    /// The lines of a whole session, for tests and for input that is not a terminal.
    public List<String> answers(List<String> lines) {
        List<String> answers = new ArrayList<>();
        for (String line : lines) {
            answers.add(answer(line));
        }
        return answers;
    }
}
