package org.postern.testkit;

import java.util.List;
import java.util.regex.Pattern;

/// Puts `${name}` in place of what differs between two runs of the same dialogue: date, queue id, version, the names of
/// host and client. The result, read as a template of [TranscriptVariables], matches the line it was made of.
public final class TranscriptNormaliser {
    private record Rule(Pattern pattern, String replacement) {}

    private static final String HOST = Pattern.quote(SendmailFolder.HOST_NAME);

    private static final List<Rule> RULES = List.of(
            rule(
                    "[A-Z][a-z]{2}, \\d{1,2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} (?:[-+]\\d{4}(?: \\(\\w+\\))?|GMT)",
                    "${date}"),
            rule("^(\\d{3}[- ](?:\\d\\.\\d\\.\\d )?)" + HOST + "(?= )", "$1${hostname}"),
            rule("(?<=ESMTP Sendmail )[^; ]+", "${version}"),
            rule("(?<=(?:This is sendmail version |Sendmail ))\\d[0-9A-Za-z./+-]*", "${version}"),
            rule("^(250 2\\.0\\.0 )[0-9A-Za-z]{8,20}(?= Message accepted for delivery$)", "$1${queueid}"));

    private final String client;

    /// @param client how the server shows the client, for example `localhost [127.0.0.1]`
    public TranscriptNormaliser(String client) {
        this.client = client;
    }

    /// The template for a line of the server.
    public String template(String line) {
        String template = line.replace(client, "${client}");
        for (Rule rule : RULES) {
            template = rule.pattern().matcher(template).replaceAll(escape(rule.replacement()));
        }
        return template;
    }

    private static Rule rule(String pattern, String replacement) {
        return new Rule(Pattern.compile(pattern), replacement);
    }

    /// `${` is a group reference to the regular expressions of Java; `$1` is meant as one here.
    private static String escape(String replacement) {
        return replacement.replace("${", "\\${");
    }
}
