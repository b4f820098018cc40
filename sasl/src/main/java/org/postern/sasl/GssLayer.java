package org.postern.sasl;

import java.nio.ByteBuffer;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.MessageProp;

/// The security layer of GSSAPI (RFC 4752 §3.3): four bytes of length, then a token of GSS_Wrap.
final class GssLayer implements SecurityLayer {
    private static final int QUALITY = 0;

    private final GSSContext context;
    private final boolean secret;
    private final int maxPlain;
    private final PacketReader packets;

    private GssLayer(GSSContext context, boolean secret, int maxPlain) {
        this.context = context;
        this.secret = secret;
        this.maxPlain = maxPlain;
        this.packets = new PacketReader(DigestOffer.MAX_BUFFER);
    }

    /// The layer that was agreed on; none without one.
    ///
    /// @param peerMaxBuffer the largest token that the peer takes
    static SecurityLayer of(GssChoice choice, GSSContext context, int peerMaxBuffer) throws GSSException {
        if (choice == GssChoice.NONE) {
            return SecurityLayer.NONE;
        }
        boolean secret = choice == GssChoice.PRIVACY;
        return new GssLayer(context, secret, context.getWrapSizeLimit(QUALITY, secret, peerMaxBuffer));
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
        try {
            byte[] token = context.wrap(plain, offset, length, new MessageProp(QUALITY, secret));
            return ByteBuffer.allocate(Integer.BYTES + token.length)
                    .putInt(token.length)
                    .put(token)
                    .array();
        } catch (GSSException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Override
    public byte[] unwrap(byte[] wire, int offset, int length) throws SecurityLayerException {
        return packets.read(wire, offset, length, this::open);
    }

    private byte[] open(byte[] token) throws SecurityLayerException {
        try {
            MessageProp properties = new MessageProp(false);
            byte[] plain = context.unwrap(token, 0, token.length, properties);
            boolean ordered = !properties.isDuplicateToken()
                    && !properties.isOldToken()
                    && !properties.isUnseqToken()
                    && !properties.isGapToken();
            if (!ordered || (secret && !properties.getPrivacy())) {
                throw new SecurityLayerException("packet out of order or not encrypted");
            }
            return plain;
        } catch (GSSException changed) {
            throw new SecurityLayerException("packet was changed on its way");
        }
    }
}
