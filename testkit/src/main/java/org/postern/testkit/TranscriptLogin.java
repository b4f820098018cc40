package org.postern.testkit;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.postern.base.Ascii;

/// AUTH with a mechanism whose answers depend on the server's challenges, by the mechanisms of the JDK.
final class TranscriptLogin {
    private TranscriptLogin() {}

    /// Sends AUTH, answers every 334, and leaves the last reply to the next step. A security layer starts after it.
    static void run(Transcript.Login login, TranscriptPeer peer, TranscriptReader reader) {
        try {
            SaslClient client = client(login);
            String initial = client.hasInitialResponse() ? " " + encoded(client.evaluateChallenge(new byte[0])) : "";
            say("AUTH " + login.mechanism() + initial, peer, reader);
            while (reader.next() instanceof TranscriptReader.Next.Text(String line)) {
                if (!line.startsWith("334 ")) {
                    reader.putBack(line);
                    break;
                }
                reader.note("S: " + line);
                byte[] challenge = Base64.getDecoder().decode(line.substring(4));
                byte[] answer = client.isComplete() ? null : client.evaluateChallenge(challenge);
                say(answer == null ? "" : encoded(answer), peer, reader);
            }
            if (client.isComplete() && !"auth".equals(client.getNegotiatedProperty(Sasl.QOP))) {
                peer.startLayer(client);
            }
        } catch (SaslException e) {
            throw new AssertionError("AUTH " + login.mechanism() + ": " + e.getMessage(), e);
        }
    }

    private static void say(String line, TranscriptPeer peer, TranscriptReader reader) {
        reader.note("C: " + line);
        peer.send(line + "\r\n");
    }

    private static String encoded(byte[] answer) {
        return Base64.getEncoder().encodeToString(answer);
    }

    private static SaslClient client(Transcript.Login login) throws SaslException {
        Map<String, String> wishes = new HashMap<>();
        wishes.put(Sasl.QOP, login.protection());
        wishes.put("com.sun.security.sasl.digest.cipher", "rc4");
        SaslClient client = Sasl.createSaslClient(
                new String[] {login.mechanism()},
                null,
                "smtp",
                SendmailFolder.HOST_NAME,
                wishes,
                callbacks -> answer(callbacks, login));
        if (client == null) {
            throw new AssertionError("the JDK has no " + login.mechanism());
        }
        return client;
    }

    private static void answer(Callback[] callbacks, Transcript.Login login) {
        for (Callback callback : callbacks) {
            switch (callback) {
                case NameCallback name -> name.setName(login.user());
                case PasswordCallback password ->
                    password.setPassword(login.password().toCharArray());
                case RealmCallback realm -> realm.setText(realm.getDefaultText());
                default -> throw new AssertionError("unexpected " + callback);
            }
        }
    }

    /// The text of one direction in a layer: whole packets of four bytes length and content.
    static final class Layered {
        private final SaslClient client;
        private final StringBuilder wire = new StringBuilder();

        Layered(SaslClient client) {
            this.client = client;
        }

        String wrap(String bytes) throws SaslException {
            byte[] plain = Ascii.bytes(bytes);
            String packet = Ascii.text(client.wrap(plain, 0, plain.length));
            int length = packet.length();
            return "" + (char) (length >> 24 & 0xff) + (char) (length >> 16 & 0xff) + (char) (length >> 8 & 0xff)
                    + (char) (length & 0xff) + packet;
        }

        String unwrap(String bytes) throws SaslException {
            wire.append(bytes);
            StringBuilder plain = new StringBuilder();
            while (wire.length() >= 4) {
                int length = wire.charAt(0) << 24 | wire.charAt(1) << 16 | wire.charAt(2) << 8 | wire.charAt(3);
                if (wire.length() < 4 + length) {
                    break;
                }
                byte[] packet = Ascii.bytes(wire.substring(4, 4 + length));
                plain.append(Ascii.text(client.unwrap(packet, 0, length)));
                wire.delete(0, 4 + length);
            }
            return plain.toString();
        }
    }
}
