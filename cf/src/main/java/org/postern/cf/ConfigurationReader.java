package org.postern.cf;

import java.util.Optional;
import java.util.function.Consumer;
import org.postern.base.Ascii;
import org.postern.base.SysExit;

/// Reads a sendmail.cf (sendmail op guide §5). It never throws for what a file says: what is wrong is in
/// [Configuration#diagnostics], in sendmail's words, and reading goes on with the next line.
///
/// Use one reader for one or more files; it holds no state between calls.
public final class ConfigurationReader {
    /// The configuration level that sendmail 8.17 knows.
    static final int LEVEL = 10;

    private static final int LEVEL_WITH_SHORT_W = 5;
    private static final int LEVEL_WITH_GROUPS = 6;
    private static final int SHOWN = 20;

    private final ConfigurationFiles files;
    private final StartingPoint start;
    private final DebugLevels debug;
    private final Consumer<String> listener;
    private final ClassListener members;

    /// @param files where the configuration and its class files are read
    /// @param start what the program knows beforehand
    public ConfigurationReader(ConfigurationFiles files, StartingPoint start) {
        this(files, start, DebugLevels.NONE, _ -> {});
    }

    /// @param members hears where the members of classes stand
    public ConfigurationReader(ConfigurationFiles files, StartingPoint start, ClassListener members) {
        this(files, start, DebugLevels.NONE, _ -> {}, members);
    }

    /// @param files where the configuration and its class files are read
    /// @param start what the program knows beforehand
    /// @param debug which debug lines are told: options at 37.1
    /// @param listener gets diagnostics and debug lines in their order, each without line break
    public ConfigurationReader(
            ConfigurationFiles files, StartingPoint start, DebugLevels debug, Consumer<String> listener) {
        this(files, start, debug, listener, ClassListener.NONE);
    }

    private ConfigurationReader(
            ConfigurationFiles files,
            StartingPoint start,
            DebugLevels debug,
            Consumer<String> listener,
            ClassListener members) {
        this.files = files;
        this.start = start;
        this.debug = debug;
        this.listener = listener;
        this.members = members;
    }

    /// Reads a configuration file.
    ///
    /// @param overrides from the command line
    public Configuration read(String path, ConfigurationOverrides overrides) {
        ReadState state = new ReadState(path, start, files, debug, listener);
        switch (files.file(path)) {
            case ConfigurationFiles.Content.Text(String text) -> new Lines(state, overrides).read(text);
            case ConfigurationFiles.Content.Unreadable(boolean _, String reason) ->
                state.fatal(path + ": line 0: cannot open: " + reason, SysExit.OS_FILE);
        }
        return state.finish();
    }

    /// Reads a configuration that is already in memory.
    ///
    /// @param name what diagnostics call it
    public Configuration readText(String name, String text, ConfigurationOverrides overrides) {
        ReadState state = new ReadState(name, start, files, debug, listener);
        new Lines(state, overrides).read(text);
        return state.finish();
    }

    /// One reading of one text.
    private final class Lines {
        private final ReadState state;
        private final RuleReader rules;
        private final ClassReader classes;
        private final OptionReader options;
        private final HeaderLineReader headers;
        private final MapLineReader maps;
        private final EquateReader equates;

        Lines(ReadState state, ConfigurationOverrides overrides) {
            this.state = state;
            this.rules = new RuleReader(state);
            this.classes = new ClassReader(state, files, members);
            this.options = new OptionReader(state);
            this.headers = new HeaderLineReader(state);
            this.maps = new MapLineReader(state);
            this.equates = new EquateReader(state);
            MailerReader.builtIn(state);
            overrides.settings().forEach(setting -> override(setting, overrides));
        }

        private void override(ConfigurationOverrides.Setting setting, ConfigurationOverrides overrides) {
            options.givenBy(overrides.ordinaryUser(), overrides.unsafe(setting));
            switch (setting) {
                case ConfigurationOverrides.Setting.LongOption(String text) -> options.line(' ', text, true);
                case ConfigurationOverrides.Setting.ShortOption(char letter, String value) ->
                    options.line(letter, value, true);
                case ConfigurationOverrides.Setting.MacroValue(String name, String value) -> state.define(name, value);
            }
        }

        void read(String text) {
            int position = 0;
            int line = 0;
            while (position < text.length() && !state.stopped()) {
                int end = lineEnd(text, position);
                int lines = 1;
                while (end + 1 < text.length() && (text.charAt(end + 1) == ' ' || text.charAt(end + 1) == '\t')) {
                    end = lineEnd(text, end + 1);
                    lines++;
                }
                line += lines;
                state.at(line);
                String logical = text.substring(position, end);
                logical(logical.indexOf('\r') < 0 ? logical : withoutReturns(logical));
                position = end + 1;
            }
            state.at(0);
            hostStatusCheck();
            versionCheck();
        }

        private static int lineEnd(String text, int start) {
            int end = text.indexOf('\n', start);
            return end < 0 ? text.length() : end;
        }

        private static String withoutReturns(String text) {
            String plain = text.replace("\r\n", "\n");
            return plain.endsWith("\r") ? plain.substring(0, plain.length() - 1) : plain;
        }

        private void logical(String raw) {
            if (raw.isEmpty() || raw.charAt(0) == '#') {
                return;
            }
            String line = CfText.decode(raw, state::problem);
            if (line.isEmpty()) {
                return;
            }
            String rest = line.substring(1);
            switch (line.charAt(0)) {
                case 'V' -> version(rest);
                case 'D' -> macro(rest);
                case 'C' -> classes.words(rest);
                case 'F' -> classes.file(rest);
                case 'T' -> classes.add("t", state.expand(rest));
                case 'S' -> rules.select(rest);
                case 'R' -> rules.rule(line, rest);
                case 'M' -> MailerReader.read(state, rest);
                case 'H' -> headers.read(rest);
                case 'O' -> option(rest);
                case 'P' -> precedence(rest);
                case 'K' -> maps.read(rest);
                case 'Q' -> equates.queueGroup(rest);
                case 'X' -> equates.milter(rest);
                case 'E' -> environment(rest);
                default -> state.problem("unknown configuration line \"" + Printable.line(line) + "\"");
            }
        }

        private void option(String rest) {
            options.line(rest.isEmpty() ? '\0' : rest.charAt(0), rest.isEmpty() ? "" : rest.substring(1), false);
        }

        private void macro(String rest) {
            CfText.Name name = CfText.name(rest, 0, state::problem);
            if (!name.name().isEmpty()) {
                state.define(name.name(), CfText.field(rest, name.end(), '\0').text());
            }
        }

        private void version(String rest) {
            int end = 0;
            while (end < rest.length() && Ascii.isDigit(rest.charAt(end))) {
                end++;
            }
            if (end == 0) {
                state.problem("invalid argument to V line: \"" + Printable.text(cut(rest)) + "\"");
                return;
            }
            int level = (int) OptionValues.leadingNumber(rest, 10);
            String tail = rest.substring(end).strip();
            String vendor = "";
            if (tail.startsWith("/")) {
                vendor = tail.substring(1);
                if (!Ascii.sameIgnoringCase(vendor, "Berkeley")) {
                    state.problem("invalid V line vendor code: \"" + vendor + "\"");
                }
            }
            state.version(level, vendor);
            if (level >= LEVEL_WITH_SHORT_W) {
                shortenHostName();
            }
            if (level >= LEVEL_WITH_GROUPS) {
                state.options().texts().putIfAbsent(CfOption.COLON_OK_IN_ADDR, "false");
            }
        }

        private static String cut(String text) {
            return text.length() > SHOWN ? text.substring(0, SHOWN) : text;
        }

        private void shortenHostName() {
            state.macro("w").ifPresent(name -> {
                int dot = name.indexOf('.');
                if (dot > 0) {
                    state.define("w", name.substring(0, dot));
                }
            });
        }

        private void precedence(String rest) {
            int end = 0;
            while (end < rest.length() && rest.charAt(end) != '=' && rest.charAt(end) != '\t') {
                end++;
            }
            if (end >= rest.length()) {
                state.problem("unknown configuration line \"P" + Printable.line(rest) + "\"");
                return;
            }
            String value = rest.substring(end + 1);
            state.precedences().put(rest.substring(0, end), (int) OptionValues.leadingNumber(value, 10));
        }

        private void environment(String rest) {
            int equals = rest.indexOf('=');
            if (equals < 0) {
                state.environment().put(rest, Optional.empty());
            } else {
                state.environment().put(rest.substring(0, equals), Optional.of(rest.substring(equals + 1)));
            }
        }

        private void hostStatusCheck() {
            OptionValues values = new OptionValues(state.options());
            boolean directory = !values.text(CfOption.HOST_STATUS_DIRECTORY).isEmpty();
            if (directory && values.number(CfOption.CONNECTION_CACHE_SIZE) == 0) {
                state.bareWarning("Warning: HostStatusDirectory disabled with ConnectionCacheSize = 0");
            } else if (!directory && values.flag(CfOption.SINGLE_THREAD_DELIVERY)) {
                state.bareWarning("Warning: HostStatusDirectory required for SingleThreadDelivery");
            }
        }

        private void versionCheck() {
            String version = state.macro("v").orElse("");
            if (state.level() > LEVEL) {
                state.bareProblem("Warning: .cf version level (" + state.level() + ") exceeds sendmail version "
                        + version + " functionality (" + LEVEL + ")");
            } else if (state.level() < LEVEL) {
                state.bareWarning("Warning: .cf file is out of date: sendmail " + version + " supports version " + LEVEL
                        + ", .cf file is version " + state.level());
            }
        }
    }
}
