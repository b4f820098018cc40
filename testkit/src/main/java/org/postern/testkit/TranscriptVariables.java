package org.postern.testkit;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `${name}` stands for in the server lines of a transcript: a fixed value, or a pattern for text that differs
/// with each run.
///
/// Patterns: `${date}` (RFC 5322 date as in greetings), `${queueid}`, `${version}` (of the program, with or without
/// that of the configuration), `${number}`, `${pid}`. Values: `${hostname}`, `${client}`, and what is added with
/// [#with].
public final class TranscriptVariables {
    private static final Pattern PLACE = Pattern.compile("\\$\\{([a-z]+)}");

    private static final Map<String, String> PATTERNS = Map.of(
            "date",
                    "[A-Z][a-z]{2}, \\d{1,2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} (?:[-+]\\d{4}|GMT)(?: \\(\\w+\\))?",
            "queueid", "[0-9A-Za-z]{8,20}",
            "version", "[0-9A-Za-z.+/_-]+",
            "number", "\\d+",
            "pid", "\\d+");

    private final Map<String, String> values;

    private TranscriptVariables(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /// The values of the recorded transcripts: `${hostname}` is `mx.exam.test`, `${client}` is
    /// `localhost [127.0.0.1]`.
    public static TranscriptVariables standard() {
        return new TranscriptVariables(Map.of("hostname", SendmailFolder.HOST_NAME, "client", "localhost [127.0.0.1]"));
    }

    /// The same with one more or another value.
    public TranscriptVariables with(String name, String value) {
        Map<String, String> more = new HashMap<>(values);
        more.put(name, value);
        return new TranscriptVariables(more);
    }

    /// True when the line is what the template says.
    public boolean matches(String template, String line) {
        Matcher place = PLACE.matcher(template);
        StringBuilder regex = new StringBuilder();
        int end = 0;
        while (place.find()) {
            regex.append(Pattern.quote(template.substring(end, place.start()))).append(meaning(place.group(1)));
            end = place.end();
        }
        if (end == 0) {
            return template.equals(line);
        }
        regex.append(Pattern.quote(template.substring(end)));
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(line).matches();
    }

    /// The text with all fixed values put in; a pattern cannot stand there.
    ///
    /// @throws IllegalArgumentException for an unknown name or a pattern
    public String expand(String text) {
        return PLACE.matcher(text).replaceAll(place -> {
            String value = values.get(place.group(1));
            if (value == null) {
                throw new IllegalArgumentException("no value for " + place.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private String meaning(String name) {
        String value = values.get(name);
        if (value != null) {
            return Pattern.quote(value);
        }
        String pattern = PATTERNS.get(name);
        if (pattern == null) {
            throw new IllegalArgumentException("unknown variable ${" + name + "}");
        }
        return "(?:" + pattern + ")";
    }
}
