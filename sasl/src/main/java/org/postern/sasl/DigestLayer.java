package org.postern.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The security layer of DIGEST-MD5 (RFC 2831 §2.3 integrity, §2.4 confidentiality).
///
/// A packet is its length in four bytes, the message with ten bytes of its MAC (both encrypted with padding between
/// them for confidentiality), two bytes for the version, four for the number of the packet.
final class DigestLayer implements SecurityLayer {
    private static final int MAC = 10;
    private static final int TRAILER = 6;
    private static final int VERSION = 1;
    private static final String TO_SERVER = "client-to-server";
    private static final String TO_CLIENT = "server-to-client";

    private final PacketReader packets;
    private final int maxPlain;
    private final int block;
    private final Secret macOut;
    private final Secret macIn;
    private final Optional<Cipher> cipherOut;
    private final Optional<Cipher> cipherIn;
    private int numberOut;
    private int numberIn;

    private DigestLayer(
            boolean server, Secret ha1, Optional<DigestCipher> cipher, int peerMaxBuffer, int ownMaxBuffer) {
        packets = new PacketReader(ownMaxBuffer);
        block = cipher.map(DigestCipher::block).orElse(1);
        maxPlain = Math.min(peerMaxBuffer, 65536) - MAC - TRAILER - block - 4;
        String out = server ? TO_CLIENT : TO_SERVER;
        String in = server ? TO_SERVER : TO_CLIENT;
        macOut = signing(ha1, out);
        macIn = signing(ha1, in);
        cipherOut = cipher.map(named -> named.start(Cipher.ENCRYPT_MODE, sealing(ha1, named, out)));
        cipherIn = cipher.map(named -> named.start(Cipher.DECRYPT_MODE, sealing(ha1, named, in)));
    }

    /// @param server true for the server's side
    /// @param cipher none for integrity only
    /// @param peerMaxBuffer the largest packet that the peer takes, at least [#SMALLEST_BUFFER]
    /// @param ownMaxBuffer the largest packet that is taken from the peer
    static DigestLayer of(
            boolean server, Secret ha1, Optional<DigestCipher> cipher, int peerMaxBuffer, int ownMaxBuffer) {
        return new DigestLayer(server, ha1, cipher, peerMaxBuffer, ownMaxBuffer);
    }

    /// The smallest buffer of a peer that a layer makes sense with.
    static final int SMALLEST_BUFFER = 64;

    private static Secret signing(Secret ha1, String direction) {
        return key(ha1.bytes(), "Digest session key to " + direction + " signing key magic constant");
    }

    private static byte[] sealing(Secret ha1, DigestCipher cipher, String direction) {
        byte[] part = Arrays.copyOf(ha1.bytes(), cipher.hashBytes());
        return key(part, "Digest H(A1) to " + direction + " sealing key magic constant")
                .bytes();
    }

    private static Secret key(byte[] begin, String words) {
        byte[] end = words.getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(begin, begin.length + end.length);
        System.arraycopy(end, 0, all, begin.length, end.length);
        return Secret.of(DigestFormula.md5(all));
    }

    @Override
    public boolean present() {
        return true;
    }

    @Override
    public int maxPlain() {
        return maxPlain;
    }

    @Override
    public byte[] wrap(byte[] plain, int offset, int length) {
        if (length > maxPlain) {
            throw new IllegalArgumentException("packet of " + length + " bytes");
        }
        byte[] message = Arrays.copyOfRange(plain, offset, offset + length);
        byte[] mac = mac(macOut, numberOut, message);
        int padding = block == 1 ? 0 : block - (length + MAC) % block;
        byte[] body = Arrays.copyOf(message, length + padding + MAC);
        Arrays.fill(body, length, length + padding, (byte) padding);
        System.arraycopy(mac, 0, body, length + padding, MAC);
        byte[] sealed = cipherOut.map(cipher -> cipher.update(body)).orElse(body);
        byte[] packet = ByteBuffer.allocate(4 + sealed.length + TRAILER)
                .putInt(sealed.length + TRAILER)
                .put(sealed)
                .putShort((short) VERSION)
                .putInt(numberOut)
                .array();
        numberOut++;
        return packet;
    }

    @Override
    public byte[] unwrap(byte[] wire, int offset, int length) throws SecurityLayerException {
        return packets.read(wire, offset, length, this::open);
    }

    private byte[] open(byte[] packet) throws SecurityLayerException {
        if (packet.length < MAC + TRAILER) {
            throw new SecurityLayerException("packet too short");
        }
        ByteBuffer trailer = ByteBuffer.wrap(packet, packet.length - TRAILER, TRAILER);
        if (trailer.getShort() != VERSION || trailer.getInt() != numberIn) {
            throw new SecurityLayerException("packet out of order");
        }
        byte[] sealed = Arrays.copyOf(packet, packet.length - TRAILER);
        if (sealed.length % block != 0) {
            throw new SecurityLayerException("packet of a wrong length");
        }
        byte[] body = cipherIn.map(cipher -> cipher.update(sealed)).orElse(sealed);
        int plain = plainLength(body);
        byte[] message = Arrays.copyOf(body, Math.max(plain, 0));
        byte[] expected = mac(macIn, numberIn, message);
        byte[] found = Arrays.copyOfRange(body, body.length - MAC, body.length);
        if (!MessageDigest.isEqual(expected, found) || plain < 0) {
            throw new SecurityLayerException("packet was changed on its way");
        }
        numberIn++;
        return message;
    }

    /// The length without MAC and padding; negative when the padding is wrong.
    private int plainLength(byte[] body) {
        int end = body.length - MAC;
        if (block == 1) {
            return end;
        }
        int padding = end > 0 ? body[end - 1] & 0xff : 0;
        if (padding < 1 || padding > block || padding > end) {
            return -1;
        }
        for (int i = end - padding; i < end; i++) {
            if (body[i] != padding) {
                return -1;
            }
        }
        return end - padding;
    }

    private static byte[] mac(Secret key, int number, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(key.bytes(), "HmacMD5"));
            mac.update(ByteBuffer.allocate(4).putInt(number).flip());
            return Arrays.copyOf(mac.doFinal(message), MAC);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
