package org.postern.m4;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postern.base.Ascii;

/// The processor itself: reads tokens, collects arguments on a stack of its own, carries macro calls out, and
/// pushes what they expand to back on the input.
///
/// ```
///   input -> token -> a word with a meaning? -> no: to the output, or to the argument that is being collected
///                                            -> yes: collect its arguments (calls in them nest on `pending`)
///                                                    then carry it out; its expansion becomes input
/// ```
///
/// Since the nesting lives on [#pending] and not on the Java stack, a deep recursion ends at a limit with a message.
final class Machine {
    private final M4Settings settings;
    private final MacroListener listener;
    private final TextSource sources;
    private final Outside outside;
    private final Location location = new Location();
    private final Messages messages;
    private final Budget budget;
    private final Debugging debugging;
    private final Symbols symbols;
    private final Input input;
    private final Tokenizer tokenizer;
    private final Diversions diversions;
    private final Map<String, Builtin> builtins;
    private final Deque<PendingCall> pending = new ArrayDeque<>();
    private final SuspiciousDefinitions suspicious;
    private long calls;
    private int systemStatus;

    Machine(M4Settings settings, MacroListener listener, TextSource sources, Outside outside) {
        this.settings = settings;
        this.listener = listener;
        this.sources = sources;
        this.outside = outside;
        messages = new Messages(settings, listener, location);
        budget = new Budget(settings.limits(), messages);
        debugging = new Debugging(settings, listener, outside, location);
        symbols = new Symbols(budget);
        input = new Input(budget, location, debugging);
        tokenizer = new Tokenizer(input, location, messages);
        diversions = new Diversions(settings, listener, budget, location);
        builtins = new TreeMap<>(BuiltinTable.all());
        suspicious = new SuspiciousDefinitions(settings.suspiciousDefinition(), budget);
        Predefined.install(this);
    }

    M4Settings settings() {
        return settings;
    }

    Messages messages() {
        return messages;
    }

    Budget budget() {
        return budget;
    }

    Debugging debugging() {
        return debugging;
    }

    Symbols symbols() {
        return symbols;
    }

    Input input() {
        return input;
    }

    Diversions diversions() {
        return diversions;
    }

    Location location() {
        return location;
    }

    Outside outside() {
        return outside;
    }

    Syntax syntax() {
        return tokenizer.syntax();
    }

    void syntax(Syntax syntax) {
        tokenizer.syntax(syntax);
    }

    int systemStatus() {
        return systemStatus;
    }

    void systemStatus(int status) {
        systemStatus = status;
    }

    /// The builtin of that name, as GNU calls it, unless it is switched off.
    Optional<Builtin> builtin(String name) {
        Builtin found = builtins.get(name);
        return found == null || (found.gnu() && !settings.gnu()) ? Optional.empty() : Optional.of(found);
    }

    /// A text by its name, through the search path of the source.
    SourceText open(String name) {
        SourceText text = sources.open(name);
        if (text instanceof SourceText.Found found) {
            debugging.pathFound(name, found.name());
        }
        return text;
    }

    /// Defines a macro and tells about it.
    void define(String name, Meaning meaning, boolean push) {
        Optional<String> before = symbols.text(name);
        symbols.define(name, meaning, push);
        Optional<String> text = switch (meaning) {
            case Meaning.Text(String body) -> Optional.of(body);
            case Meaning.Native _ -> Optional.empty();
        };
        for (String part : text.map(suspicious::find).orElse(List.of())) {
            messages.warn("Warning: definition of `" + name + "' contains sequence `" + part + "'");
        }
        listener.defined(new Definition(name, text, before, push, location.place(), input.outermost()));
    }

    void undefine(String name, boolean all) {
        boolean had = all ? symbols.undefine(name) : symbols.pop(name);
        if (had) {
            listener.undefined(name, location.place());
        }
    }

    /// Reads until the input is empty.
    void expandInput() {
        while (true) {
            TokenKind kind = tokenizer.next();
            PendingCall call = pending.peek();
            if (call != null) {
                collect(call, kind);
            } else if (kind == TokenKind.END) {
                return;
            } else if (kind == TokenKind.WORD) {
                word(null);
            } else if (kind != TokenKind.BUILTIN) {
                diversions.ship(tokenizer.text(), tokenizer.line());
            }
        }
    }

    private void collect(PendingCall call, TokenKind kind) {
        switch (kind) {
            case END -> throw messages.fatal(call.argumentPlace(), "ERROR: end of file in argument list");
            case BUILTIN -> call.builtin(input.builtin());
            case STRING -> call.append(tokenizer.text(), budget);
            case WORD -> word(call);
            case OPEN -> call.open(budget);
            case COMMA -> call.comma(budget, location);
            case CLOSE -> {
                if (call.close(budget)) {
                    pending.pop();
                    budget.release(call.held());
                    carryOut(call);
                }
            }
            case OTHER -> call.appendOther(tokenizer.text(), budget);
        }
    }

    /// A word at top level or inside the arguments of `outer`.
    private void word(@Nullable PendingCall outer) {
        String name = tokenizer.text().toString();
        Meaning meaning = symbols.meaning(name);
        if (meaning != null && isCall(meaning)) {
            if (outer != null) {
                outer.wordExpanded();
            }
            begin(name, meaning);
        } else if (outer != null) {
            outer.append(name, budget);
        } else {
            diversions.ship(name, tokenizer.line());
        }
    }

    private boolean isCall(Meaning meaning) {
        return switch (meaning) {
            case Meaning.Text _ -> true;
            case Meaning.Native(Builtin builtin) -> !builtin.needsParentheses() || tokenizer.peek() == TokenKind.OPEN;
        };
    }

    private void begin(String name, Meaning meaning) {
        int level = pending.size() + 1;
        budget.nest(level);
        calls++;
        boolean traced = debugging.on('t') || symbols.traced(name);
        PendingCall call = new PendingCall(name, meaning, location.place(), calls, traced);
        if (traced) {
            debugging.beforeArguments(name, level, calls);
        }
        if (tokenizer.peek() == TokenKind.OPEN) {
            tokenizer.next();
            call.beginArgument(location);
            pending.push(call);
        } else {
            carryOut(call);
        }
    }

    private void carryOut(PendingCall call) {
        int level = pending.size() + 1;
        String file = location.file();
        int line = location.line();
        location.set(call.place());
        String traced =
                call.traced() ? debugging.beforeCall(call.name(), call.arguments(), level, call.id(), syntax()) : "";
        StringBuilder out = new StringBuilder();
        run(new Call(this, call.name(), call.arguments()), call.meaning(), out);
        String expansion = out.toString();
        input.pushExpansion(expansion);
        if (call.traced()) {
            debugging.afterCall(traced, call, expansion, level, syntax());
        }
        location.set(file, line);
    }

    /// Carries out a meaning with arguments; also for `indir`.
    void run(Call call, Meaning meaning, StringBuilder out) {
        switch (meaning) {
            case Meaning.Native(Builtin builtin) -> builtin.action().run(call, out);
            case Meaning.Text(String text) -> substitute(text, call, out);
        }
    }

    private void substitute(String body, Call call, StringBuilder out) {
        int at = 0;
        while (true) {
            int dollar = body.indexOf('$', at);
            if (dollar < 0) {
                out.append(body, at, body.length());
                break;
            }
            out.append(body, at, dollar);
            at = dollar + 1;
            char next = at < body.length() ? body.charAt(at) : '\0';
            if (Ascii.isDigit(next)) {
                at = substituteNumbered(body, at, call, out);
            } else if (next == '#') {
                out.append(call.count());
                at++;
            } else if (next == '*') {
                appendPlain(out, call);
                at++;
            } else if (next == '@') {
                call.appendQuoted(out, 1);
                at++;
            } else {
                out.append('$');
            }
            budget.checkLength(out.length());
        }
        budget.work(out.length());
    }

    private int substituteNumbered(String body, int first, Call call, StringBuilder out) {
        int at = first;
        long number = 0;
        do {
            number = Math.min(number * 10 + body.charAt(at++) - '0', Integer.MAX_VALUE);
        } while (settings.gnu() && at < body.length() && Ascii.isDigit(body.charAt(at)));
        if (number == 0) {
            out.append(call.name());
        } else {
            out.append(call.text((int) number));
        }
        return at;
    }

    private void appendPlain(StringBuilder out, Call call) {
        List<String> texts = call.texts(1);
        for (int i = 0; i < texts.size(); i++) {
            budget.checkLength(out.length() + (long) texts.get(i).length());
            out.append(i == 0 ? "" : ",").append(texts.get(i));
        }
    }
}
