package org.postern.sasl;

import java.util.Arrays;
import java.util.Optional;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.MessageProp;
import org.postern.base.Ascii;

/// GSSAPI with Kerberos 5 (RFC 4752): tokens until both know each other, then the layers that there are, then the
/// client's choice.
final class GssServer implements ServerMechanism {
    private static final int LONGEST_TOKEN = 64 << 10;
    private static final int CHOICE = 4;

    private final KerberosKeys keys;
    private final String service;
    private final int layerLimit;
    private Phase phase = Phase.TOKENS;
    private Optional<GSSContext> started = Optional.empty();
    private String client = "";

    private enum Phase {
        TOKENS,
        LAST_TOKEN_SENT,
        LAYERS_OFFERED
    }

    GssServer(KerberosKeys keys, SaslFacts facts, int layerLimit) {
        this.keys = keys;
        this.service = facts.service();
        this.layerLimit = layerLimit;
    }

    @Override
    public ServerStep begin(Optional<byte[]> initialResponse) {
        return initialResponse.isPresent() && initialResponse.get().length > 0
                ? respond(initialResponse.get())
                : new ServerStep.Challenge(new byte[0]);
    }

    @Override
    public ServerStep respond(byte[] response) {
        if (response.length > LONGEST_TOKEN) {
            return failure(FailureKind.MALFORMED, "token too long");
        }
        try {
            return switch (phase) {
                case TOKENS -> token(response);
                case LAST_TOKEN_SENT ->
                    response.length == 0 ? offer() : failure(FailureKind.MALFORMED, "a token that nobody asked for");
                case LAYERS_OFFERED -> choice(response);
            };
        } catch (GSSException refused) {
            return failure(kind(refused), String.valueOf(refused.getMessage()));
        }
    }

    private static FailureKind kind(GSSException refused) {
        return switch (refused.getMajor()) {
            case GSSException.NO_CRED -> FailureKind.TEMPORARY;
            case GSSException.DEFECTIVE_TOKEN -> FailureKind.MALFORMED;
            default -> FailureKind.WRONG;
        };
    }

    private ServerStep token(byte[] token) throws GSSException {
        if (started.isEmpty()) {
            started = Optional.of(keys.accept());
        }
        GSSContext context = started.get();
        byte[] answer = context.acceptSecContext(token, 0, token.length);
        if (!context.isEstablished()) {
            return new ServerStep.Challenge(answer == null ? new byte[0] : answer);
        }
        // a keytab has keys of other services too
        if (!context.getTargName().toString().startsWith(service + "/")) {
            return failure(FailureKind.WRONG, "a ticket for another service");
        }
        client = name(context);
        if (answer != null && answer.length > 0) {
            phase = Phase.LAST_TOKEN_SENT;
            return new ServerStep.Challenge(answer);
        }
        return offer();
    }

    /// The name of the client; the realm is left out when it is that of this host.
    private static String name(GSSContext context) throws GSSException {
        String whole = context.getSrcName().toString();
        String host = context.getTargName().toString();
        int at = whole.lastIndexOf('@');
        boolean own = at > 0 && host.endsWith(whole.substring(at));
        return own ? whole.substring(0, at) : whole;
    }

    private ServerStep offer() throws GSSException {
        phase = Phase.LAYERS_OFFERED;
        int bits = GssChoice.upTo(layerLimit);
        int largest = bits == GssChoice.NONE.bit() ? 0 : DigestOffer.MAX_BUFFER;
        return new ServerStep.Challenge(wrapped(started.orElseThrow(), bits, largest, new byte[0]));
    }

    private ServerStep choice(byte[] response) throws GSSException {
        GSSContext context = started.orElseThrow();
        byte[] plain = context.unwrap(response, 0, response.length, new MessageProp(false));
        if (plain.length < CHOICE || plain.length > CHOICE + PlainText.LIMIT) {
            return failure(FailureKind.MALFORMED, "bad choice of a layer");
        }
        int offered = GssChoice.upTo(layerLimit);
        if (!GssChoice.isOne(plain[0], offered)) {
            return failure(FailureKind.TOO_WEAK, "layer was not offered");
        }
        GssChoice choice = GssChoice.strongest(plain[0], layerLimit);
        int peer = ((plain[1] & 0xff) << 16) | ((plain[2] & 0xff) << 8) | (plain[3] & 0xff);
        if (choice != GssChoice.NONE && peer < DigestLayer.SMALLEST_BUFFER * 4) {
            return failure(FailureKind.MALFORMED, "buffer too small");
        }
        String named = Ascii.text(Arrays.copyOfRange(plain, CHOICE, plain.length));
        return new ServerStep.Success(
                new SaslIdentity(
                        MechanismName.GSSAPI.text(), client, named.isEmpty() ? client : named, choice.strength()),
                GssLayer.of(choice, context, Math.min(peer, 65536)));
    }

    /// Layers and buffer in four bytes, and what follows, without encryption.
    static byte[] wrapped(GSSContext context, int bits, int largest, byte[] more) throws GSSException {
        byte[] plain = Arrays.copyOf(
                new byte[] {(byte) bits, (byte) (largest >> 16), (byte) (largest >> 8), (byte) largest},
                CHOICE + more.length);
        System.arraycopy(more, 0, plain, CHOICE, more.length);
        return context.wrap(plain, 0, plain.length, new MessageProp(0, false));
    }

    private ServerStep failure(FailureKind kind, String detail) {
        return new ServerStep.Failure(kind, detail, client);
    }
}
