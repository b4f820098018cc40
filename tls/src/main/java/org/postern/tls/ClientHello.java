package org.postern.tls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a client says first (RFC 5246 §7.4.1.2, RFC 8446 §4.1.2), as far as the choice of a certificate needs it; the
/// JDK reads the message again and is the only judge of it.
///
/// @param newest true when it can speak TLS 1.3
/// @param serverName the name that it asks for (RFC 6066 §3); empty: none
/// @param suites the numbers of its cipher suites
/// @param signatures the numbers of the signatures that it can check; empty when it does not say
record ClientHello(boolean newest, String serverName, List<Integer> suites, List<Integer> signatures) {
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int VERSION_AND_RANDOM = 34;
    private static final int SERVER_NAME = 0;
    private static final int SIGNATURES = 13;
    private static final int VERSIONS = 43;
    private static final int LARGEST = 1 << 14;
    private static final int TLS_1_3 = 0x0304;

    ClientHello {
        suites = List.copyOf(suites);
        signatures = List.copyOf(signatures);
    }

    /// True as long as the bytes can be the beginning of such a record of a length that is allowed.
    static boolean begins(ByteBuffer wire) {
        int at = wire.position();
        return (wire.remaining() < 1 || wire.get(at) == HANDSHAKE)
                && (wire.remaining() < 2 || wire.get(at + 1) == 3)
                && (wire.remaining() < 4 || (wire.get(at + 3) & 0xff) <= LARGEST >> 8);
    }

    /// Reads the record that stands first and leaves the buffer as it is.
    ///
    /// @return empty when that is no message of this kind, or not all of it
    static Optional<ClientHello> of(ByteBuffer wire) {
        ByteBuffer in = wire.duplicate();
        try {
            if (in.get() != HANDSHAKE) {
                return Optional.empty();
            }
            skip(in, 2);
            ByteBuffer message = part(in, number(in, 2));
            if (message.get() != CLIENT_HELLO) {
                return Optional.empty();
            }
            return Optional.of(body(part(message, number(message, 3))));
        } catch (BufferUnderflowException _) {
            return Optional.empty();
        }
    }

    private static ClientHello body(ByteBuffer in) {
        skip(in, VERSION_AND_RANDOM);
        skip(in, number(in, 1));
        List<Integer> suites = numbers(part(in, number(in, 2)));
        skip(in, number(in, 1));
        boolean newest = false;
        String name = "";
        List<Integer> signatures = List.of();
        ByteBuffer extensions = in.hasRemaining() ? part(in, number(in, 2)) : in;
        while (extensions.hasRemaining()) {
            int kind = number(extensions, 2);
            ByteBuffer content = part(extensions, number(extensions, 2));
            switch (kind) {
                case SERVER_NAME -> name = name(content);
                case SIGNATURES -> signatures = numbers(part(content, number(content, 2)));
                case VERSIONS ->
                    newest = numbers(part(content, number(content, 1))).contains(TLS_1_3);
                default -> {}
            }
        }
        return new ClientHello(newest, name, suites, signatures);
    }

    private static String name(ByteBuffer content) {
        ByteBuffer names = part(content, number(content, 2));
        boolean ofHost = number(names, 1) == 0;
        ByteBuffer name = part(names, number(names, 2));
        return ofHost ? StandardCharsets.ISO_8859_1.decode(name).toString() : "";
    }

    private static List<Integer> numbers(ByteBuffer in) {
        List<Integer> numbers = new ArrayList<>();
        while (in.hasRemaining()) {
            numbers.add(number(in, 2));
        }
        return numbers;
    }

    private static int number(ByteBuffer in, int bytes) {
        int number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << 8 | (in.get() & 0xff);
        }
        return number;
    }

    private static void skip(ByteBuffer in, int length) {
        part(in, length);
    }

    private static ByteBuffer part(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return part;
    }
}
