package org.postern.sasl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.postern.base.Ascii;
import org.postern.base.PeerText;

/// Asks dovecot through its authentication socket for clients (protocol version 1): lines with tabs, one
/// request of the mechanism PLAIN.
public final class DovecotCheck implements PasswordCheck {
    private static final int MAX_LINE = 8192;
    private static final int MAX_LINES = 100;

    private final String socket;
    private final Duration patience;

    /// @param socket the path of the socket, `auth-client`
    /// @param patience how long the whole conversation may take
    public DovecotCheck(String socket, Duration patience) {
        this.socket = socket;
        this.patience = patience;
    }

    @Override
    public PasswordVerdict check(UserName user, Secret password, SaslFacts facts) {
        boolean usual = Ascii.sameIgnoringCase(user.realm(), facts.realm());
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        plain.write(0);
        plain.writeBytes(Ascii.bytes(usual ? user.name() : user.full()));
        plain.write(0);
        plain.writeBytes(password.bytes());
        String request = "VERSION\t1\t1\nCPID\t" + ProcessHandle.current().pid() + "\nAUTH\t1\tPLAIN\tservice="
                + facts.service() + "\tsecured\tresp=" + ScramMessage.encode(plain.toByteArray()) + "\n";
        try (LocalService service = LocalService.open(socket, patience)) {
            service.write(Ascii.bytes(request));
            for (int i = 0; i < MAX_LINES; i++) {
                List<String> words = List.of(Ascii.text(service.line(MAX_LINE)).split("\t", -1));
                switch (words.getFirst()) {
                    case "OK" -> {
                        return right(words);
                    }
                    case "FAIL" -> {
                        return refused(words);
                    }
                    default -> {
                        // the greeting
                    }
                }
            }
            return unavailable("dovecot does not come to an answer");
        } catch (IOException failed) {
            return unavailable("cannot ask dovecot: " + failed.getMessage());
        }
    }

    private static PasswordVerdict right(List<String> words) {
        return isFirst(words) ? new PasswordVerdict.Right() : unavailable("dovecot answers another request");
    }

    private static boolean isFirst(List<String> words) {
        return words.size() > 1 && words.get(1).equals("1");
    }

    private static PasswordVerdict refused(List<String> words) {
        if (!isFirst(words) || words.contains("temp")) {
            return unavailable("dovecot cannot say now");
        }
        if (words.contains("user_disabled")) {
            return new PasswordVerdict.Refused(FailureKind.DISABLED, "user disabled");
        }
        if (words.contains("pass_expired")) {
            return new PasswordVerdict.Refused(FailureKind.EXPIRED, "password expired");
        }
        String codes = words.stream()
                .filter(word -> word.startsWith("code="))
                .findFirst()
                .map(word -> Arrays.asList(word.split("=", 2)).getLast())
                .orElse("");
        return switch (codes) {
            case "temp_fail" -> unavailable("dovecot cannot say now");
            case "user_disabled" -> new PasswordVerdict.Refused(FailureKind.DISABLED, "user disabled");
            case "pass_expired" -> new PasswordVerdict.Refused(FailureKind.EXPIRED, "password expired");
            default ->
                new PasswordVerdict.Refused(
                        FailureKind.WRONG,
                        codes.isEmpty()
                                ? "Password verification failed"
                                : "Password verification failed: " + PeerText.escape(codes, 64));
        };
    }

    private static PasswordVerdict unavailable(String why) {
        return new PasswordVerdict.Refused(FailureKind.UNAVAILABLE, why);
    }
}
