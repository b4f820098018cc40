package org.postern.programs.explain;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.base.Ascii;
import org.postern.cf.CfOption;
import org.postern.cf.LookupResult;
import org.postern.cf.MapQuestion;
import org.postern.cf.OptionValues;
import org.postern.cf.RuleCall;
import org.postern.cf.RuleDecision;
import org.postern.cf.RuleMatch;
import org.postern.cf.Tokens;
import org.postern.maps.EntrySource;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.terminal.Json;
import org.postern.programs.terminal.Paint;

/// Rules, entries of maps and whole runs of rule sets as text and as JSON.
final class RuleView {
    private static final Pattern NAMED_OPTION = Pattern.compile("option ([A-Z]\\w*)(?![\\w=.])");
    private static final int LONGEST = 400;
    private static final int MOST_MISSED = 12;

    private final Path file;
    private final Map<Integer, String> lines;
    private final EntrySource entries;
    private final OptionValues options;
    private Optional<Map<String, String>> members = Optional.empty();

    private RuleView(Path file, OptionValues options, Map<Integer, String> lines, EntrySource entries) {
        this.file = file;
        this.options = options;
        this.lines = Map.copyOf(lines);
        this.entries = entries;
    }

    /// @param file the configuration; its R lines are shown as they stand there
    static RuleView of(Path file, OptionValues options, EntrySource entries) {
        Map<Integer, String> lines = new HashMap<>();
        int number = 0;
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                if (line.startsWith("R")) {
                    lines.put(number, line.strip().replaceAll("\t+", "  "));
                }
            }
        } catch (IOException _) {
            // then rules are shown as they were understood
        }
        return new RuleView(file, options, lines, entries);
    }

    /// A reason that names options, each with the value that it has: `option RefuseLA=12`.
    String withValue(String why) {
        return withValue(why, options);
    }

    static String withValue(String why, OptionValues options) {
        return NAMED_OPTION
                .matcher(why)
                .replaceAll(found -> Matcher.quoteReplacement(found.group()
                        + CfOption.ofName(found.group(1))
                                .map(options::text)
                                .filter(value -> !value.isEmpty())
                                .map(value -> "=" + shown(value))
                                .orElse("")));
    }

    static String shown(String text) {
        return Paint.visible(text, LONGEST);
    }

    static String shown(Tokens tokens) {
        return shown(tokens.toString());
    }

    private String source(RuleMatch match) {
        String line = lines.get(match.line());
        return shown(line == null ? "R" + match.left() + "  " + match.right() : line);
    }

    // ---- decisions ----

    /// What decided, shortest first.
    List<String> text(RuleDecision decision) {
        return text(decision, false);
    }

    /// What decided, shortest first.
    ///
    /// @param passed true when it let something pass: look-ups that found nothing are no reason then
    List<String> text(RuleDecision decision, boolean passed) {
        List<String> out = new ArrayList<>();
        decision.rule().ifPresent(rule -> {
            out.add("rule set " + rule.ruleset() + ", " + file + " line " + rule.line());
            out.add("    " + source(rule));
            rule.members().forEach(member -> out.add(text(member)));
        });
        decision.entry().ifPresent(entry -> out.add(text(entry)));
        if (!passed && decision.entry().isEmpty() && !decision.missed().isEmpty()) {
            out.add("not found: " + missed(decision.missed()));
        }
        return out;
    }

    /// `class R: friend.test (/etc/mail/relay-domains line 2)`.
    private String text(RuleMatch.ClassWord member) {
        String place = place(member);
        return "class " + member.className() + ": " + shown(member.word())
                + (place.isEmpty() ? "" : " (" + place + ")");
    }

    /// Where a member of a class was written; for what no line says: this host itself.
    private String place(RuleMatch.ClassWord member) {
        Map<String, String> known = members.orElseGet(this::readMembers);
        members = Optional.of(known);
        return known.getOrDefault(key(member.className(), member.word()), "");
    }

    private Map<String, String> readMembers() {
        Map<String, String> places = new HashMap<>();
        DaemonConfiguration.readClasses(
                file,
                (name, word, source, line) ->
                        places.putIfAbsent(key(name, word), source + (line > 0 ? " line " + line : "")));
        return places;
    }

    private static String key(String name, String word) {
        return name + '\0' + Ascii.lower(word);
    }

    private static String missed(List<MapQuestion> questions) {
        List<String> keys = questions.stream()
                .map(question -> question.map() + " " + shown(question.key()))
                .distinct()
                .toList();
        List<String> some = keys.subList(Math.max(0, keys.size() - MOST_MISSED), keys.size());
        return String.join(", ", some) + (some.size() < keys.size() ? " ..." : "");
    }

    private String text(MapQuestion question) {
        String said = switch (question.result()) {
            case LookupResult.Found(String value) -> " = " + shown(value);
            case LookupResult.NotFound() -> " is not there";
            case LookupResult.TemporaryFailure(String reason) -> " got no answer: " + shown(reason);
        };
        return "map " + question.map() + ": " + shown(question.key()) + said
                + (question.found() ? place(question.map(), question.key()) : "");
    }

    private String place(String map, String key) {
        return entries.find(map, key).map(RuleView::text).orElse("");
    }

    /// ` (/etc/mail/access line 3)`.
    static String text(EntrySource.Place place) {
        return " (" + place.file() + (place.line() > 0 ? " line " + place.line() : "")
                + (place.older() ? "; the database is older than this file" : "") + ")";
    }

    Json.Members json(String ruleset, RuleDecision decision) {
        Json.Members out = Json.object().with("ruleset", ruleset);
        if (decision.rule().isPresent()) {
            out = out.with("rule", json(decision.rule().get()));
        }
        if (decision.entry().isPresent()) {
            out = out.with("entry", json(decision.entry().get()));
        }
        return out.with("way", decision.way(), this::json).with("missed", decision.missed(), this::json);
    }

    private Json json(RuleMatch match) {
        return Json.object()
                .with("ruleset", match.ruleset())
                .with("file", file.toString())
                .with("line", match.line())
                .with("text", source(match))
                .with("members", match.members(), this::json)
                .with("before", match.before().toString())
                .with("after", match.after().toString());
    }

    private Json json(RuleMatch.ClassWord member) {
        return Json.object()
                .with("class", member.className())
                .with("word", member.word())
                .with("place", place(member));
    }

    private Json json(MapQuestion question) {
        Json.Members out = Json.object().with("map", question.map()).with("key", question.key());
        out = switch (question.result()) {
            case LookupResult.Found(String value) -> out.with("value", value);
            case LookupResult.NotFound() -> out.with("value", new Json.Nothing());
            case LookupResult.TemporaryFailure(String reason) -> out.with("failure", reason);
        };
        Optional<EntrySource.Place> place =
                question.found() ? entries.find(question.map(), question.key()) : Optional.empty();
        return place.isEmpty()
                ? out
                : out.with("file", place.get().file().toString())
                        .with("line", place.get().line())
                        .with("databaseOlder", place.get().older());
    }

    // ---- whole runs ----

    /// Everything that rules did, one line each, indented by depth.
    List<String> whole(List<RuleCall> calls) {
        List<String> out = new ArrayList<>();
        calls.forEach(call -> whole(call, "", out));
        return out;
    }

    private void whole(RuleCall call, String indent, List<String> out) {
        out.add(indent + "rule set " + call.ruleset() + ": " + shown(call.input()));
        for (RuleMatch match : call.matches()) {
            out.add(indent + "  line " + match.line() + ": " + source(match));
            match.members().forEach(member -> out.add(indent + "    " + text(member)));
            match.questions().forEach(question -> out.add(indent + "    " + text(question)));
            match.calls().forEach(called -> whole(called, indent + "    ", out));
            out.add(indent + "    -> " + shown(match.after()));
        }
        out.add(indent + "  ends with: " + shown(call.output()));
    }

    Json json(RuleCall call) {
        return Json.object()
                .with("ruleset", call.ruleset())
                .with("input", call.input().toString())
                .with(
                        "rules",
                        call.matches(),
                        match -> Json.object()
                                .with("line", match.line())
                                .with("text", source(match))
                                .with("members", match.members(), this::json)
                                .with("questions", match.questions(), this::json)
                                .with("calls", match.calls(), this::json)
                                .with("after", match.after().toString()))
                .with("output", call.output().toString());
    }
}
