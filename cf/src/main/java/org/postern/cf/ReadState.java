package org.postern.cf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.postern.base.Ascii;
import org.postern.base.SysExit;

/// What has been read so far, and where the reader is. Lives as long as one call of [ConfigurationReader#read].
final class ReadState implements MacroScope {
    /// Expansion while reading is cut at this length.
    static final int MAX_LINE = 2047;

    private static final int MAX_DIAGNOSTICS = 1000;

    private final String file;
    private final Map<String, String> macros = new HashMap<>();
    private final Map<String, Set<String>> classes = new HashMap<>();
    private final Map<String, Mailer> mailers = new LinkedHashMap<>();
    private final RuleSetNames ruleSets = new RuleSetNames();
    private final OptionCollector options = new OptionCollector();
    private final List<HeaderDeclaration> headers = new ArrayList<>();
    private final Map<String, Integer> precedences = new LinkedHashMap<>();
    private final Map<String, MapDeclaration> maps = new LinkedHashMap<>();
    private final Map<String, QueueGroup> queueGroups = new LinkedHashMap<>();
    private final Map<String, MilterDeclaration> milters = new LinkedHashMap<>();
    private final Map<String, Optional<String>> environment = new LinkedHashMap<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private int level;
    private String vendor = "";
    private int line;
    private boolean stopped;

    private final List<StartingPoint.ProbedInterface> interfaces;
    private final OptionChecks checks;
    private final DebugLevels debug;
    private final Consumer<String> listener;

    /// @param files knows the accounts
    /// @param debug what the listener wants to hear besides diagnostics
    /// @param listener gets diagnostics and debug lines in their order, without line breaks
    ReadState(
            String file, StartingPoint start, ConfigurationFiles files, DebugLevels debug, Consumer<String> listener) {
        this.file = file;
        this.checks = new OptionChecks(this, files);
        this.debug = debug;
        this.listener = listener;
        interfaces = start.interfaces();
        macros.putAll(start.macros());
        members("n").add("multipart/signed");
        members("s").add("rfc822");
        members("e").addAll(List.of("7bit", "8bit", "binary"));
        members("checkMIMEFieldHeaders").addAll(List.of("content-type", "content-disposition"));
        members("checkMIMETextHeaders").add("content-description");
        members("checkMIMEHeaders")
                .addAll(List.of(
                        "content-type",
                        "content-disposition",
                        "content-transfer-encoding",
                        "content-id",
                        "mime-version"));
        members("persistentMacros").addAll(List.of("_", "r", "s", "{daemon_flags}", "{if_addr}"));
        start.classes().forEach((name, members) -> classes.put(name, new LinkedHashSet<>(members)));
    }

    @Override
    public Optional<String> macro(String name) {
        return Optional.ofNullable(macros.get(name));
    }

    @Override
    public void define(String name, String value) {
        macros.put(name, value);
    }

    String expand(String text) {
        return MacroExpander.expand(text, this, MAX_LINE, this::problem);
    }

    /// Notes an error of the line that is being read.
    void problem(String message) {
        report(message, SysExit.SOFTWARE, false, false);
    }

    /// Notes an error of the line that the system is to blame for: a file that cannot be read.
    void systemProblem(String message) {
        report(message, SysExit.OS_ERROR, false, false);
    }

    /// Where the reader is, for a source of words.
    ReadingPlace place() {
        return new ReadingPlace(file, line, new OptionValues(options), this, environment, this::problem);
    }

    void warning(String message) {
        report(message, SysExit.OK, false, false);
    }

    /// Notes a warning that sendmail prints without file and line.
    void bareWarning(String message) {
        report(message, SysExit.OK, false, true);
    }

    /// Notes an error that sendmail prints without file and line.
    void bareProblem(String message) {
        report(message, SysExit.SOFTWARE, false, true);
    }

    /// Notes an error that ends the program.
    void fatal(String message, SysExit exit) {
        report(message, exit, true, false);
        stopped = true;
    }

    private void report(String message, SysExit exit, boolean fatal, boolean bare) {
        if (diagnostics.size() < MAX_DIAGNOSTICS || fatal) {
            Diagnostic added = new Diagnostic(line == 0 ? "" : file, line, message, exit, fatal, bare);
            diagnostics.add(added);
            listener.accept(added.text());
        }
    }

    OptionChecks checks() {
        return checks;
    }

    DebugLevels debug() {
        return debug;
    }

    /// Says something that is no diagnostic.
    void tell(String text) {
        listener.accept(text);
    }

    /// True when reading on makes no sense.
    boolean stopped() {
        return stopped;
    }

    void at(int newLine) {
        this.line = newLine;
    }

    int line() {
        return line;
    }

    String file() {
        return file;
    }

    int level() {
        return level;
    }

    void version(int newLevel, String newVendor) {
        this.level = newLevel;
        this.vendor = newVendor;
    }

    /// The members of a class so far; an unknown one is made.
    Set<String> members(String name) {
        return classes.computeIfAbsent(name, _ -> new LinkedHashSet<>());
    }

    Map<String, Mailer> mailers() {
        return mailers;
    }

    RuleSetNames ruleSets() {
        return ruleSets;
    }

    OptionCollector options() {
        return options;
    }

    List<HeaderDeclaration> headers() {
        return headers;
    }

    Map<String, Integer> precedences() {
        return precedences;
    }

    Map<String, MapDeclaration> maps() {
        return maps;
    }

    Map<String, QueueGroup> queueGroups() {
        return queueGroups;
    }

    Map<String, MilterDeclaration> milters() {
        return milters;
    }

    Map<String, Optional<String>> environment() {
        return environment;
    }

    /// How characters are cut into tokens with the OperatorChars known so far.
    CharTypes types() {
        return options.types();
    }

    Configuration finish() {
        OptionValues values = new OptionValues(options);
        probeInterfaces(Ascii.lower(values.text(CfOption.DONT_PROBE_INTERFACES)));
        macro("j").map(this::expand).filter(host -> !host.isEmpty()).ifPresent(members("w")::add);
        Map<String, CfClass> members = new HashMap<>();
        classes.forEach((name, words) -> members.put(name, CfClass.of(words)));
        String blank = values.text(CfOption.BLANK_SUB);
        RuleBook rules = new RuleBook(
                ruleSets.sets(), ruleSets.numbers(), blank.isEmpty() ? ' ' : blank.charAt(0), options.types());
        return new Configuration(
                file,
                new Configuration.Version(level, vendor),
                values,
                macros,
                members,
                List.copyOf(mailers.values()),
                rules,
                headers,
                precedences,
                List.copyOf(maps.values()),
                List.copyOf(queueGroups.values()),
                List.copyOf(milters.values()),
                environment,
                diagnostics);
    }

    /// sendmail op guide §5.6, DontProbeInterfaces: true, false, or `loopback` for all but the names of the loopback
    /// addresses. A name that is new comes in brackets too.
    private void probeInterfaces(String dont) {
        if (!dont.isEmpty() && "ty1".indexOf(dont.charAt(0)) >= 0) {
            return;
        }
        for (StartingPoint.ProbedInterface each : interfaces) {
            boolean literalOnly = each.loopback() && dont.startsWith("l");
            for (String name : each.names()) {
                boolean literal = name.startsWith("[");
                if (literal) {
                    members("w").add(name);
                } else if (!literalOnly && !CfClass.of(members("w")).contains(name)) {
                    members("w").add(name);
                    members("w").add("[" + name + "]");
                }
            }
        }
    }
}
