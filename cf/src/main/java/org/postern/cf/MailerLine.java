package org.postern.cf;

/// A mailer as `=M` of the address test prints it.
final class MailerLine {
    private MailerLine() {}

    static void append(StringBuilder out, Mailer mailer, RuleBook rules) {
        out.append("mailer ")
                .append(mailer.number())
                .append(" (")
                .append(mailer.name())
                .append("): P=");
        Printable.append(out, mailer.path());
        Mailer.RuleSets sets = mailer.rulesets();
        pair(out, " S=", sets.senderEnvelope(), sets.senderHeader(), rules);
        pair(out, " R=", sets.recipientEnvelope(), sets.recipientHeader(), rules);
        out.append(" M=").append(mailer.limits().messageSize());
        out.append(" U=")
                .append(mailer.user()
                        .map(user -> user.user() + ":" + user.group())
                        .orElse("-1:-1"));
        out.append(" F=").append(mailer.flags());
        out.append(" L=").append(mailer.limits().lineLength());
        out.append(" E=");
        Printable.append(out, mailer.endOfLine());
        mailer.defaultCharset().ifPresent(charset -> out.append(" C=").append(charset));
        Mailer.Types types = mailer.types();
        out.append(" T=").append(shown(types.mta()));
        out.append('/').append(shown(types.address()));
        out.append('/').append(shown(types.diagnostic()));
        out.append(" r=").append(mailer.limits().recipientsPerEnvelope());
        out.append(" A=");
        for (int i = 0; i < mailer.arguments().size(); i++) {
            if (i > 0) {
                out.append(' ');
            }
            Printable.append(out, mailer.arguments().get(i));
        }
        out.append('\n');
    }

    private static void pair(StringBuilder out, String name, int envelope, int header, RuleBook rules) {
        out.append(name).append(name(envelope, rules)).append('/').append(name(header, rules));
    }

    private static String name(int ruleset, RuleBook rules) {
        return rules.nameOf(ruleset).orElseGet(() -> Integer.toString(ruleset));
    }

    private static String shown(String type) {
        return type.isEmpty() ? "<undefined>" : type;
    }
}
