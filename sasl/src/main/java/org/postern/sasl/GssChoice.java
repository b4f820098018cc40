package org.postern.sasl;

/// The layers of GSSAPI with their bits on the wire (RFC 4752 §3.3).
enum GssChoice {
    NONE(1, 0),
    INTEGRITY(2, 1),
    /// Counts as 56 bits, as Cyrus counts it, whatever the ticket's cipher.
    PRIVACY(4, 56);

    private final int bit;
    private final int strength;

    GssChoice(int bit, int strength) {
        this.bit = bit;
        this.strength = strength;
    }

    int strength() {
        return strength;
    }

    /// The bits of all layers that a limit permits.
    static int upTo(int maxBits) {
        int bits = 0;
        for (GssChoice choice : values()) {
            if (choice.strength <= maxBits) {
                bits |= choice.bit;
            }
        }
        return bits;
    }

    /// The strongest of some bits that a limit permits; no layer when there is none.
    static GssChoice strongest(int bits, int maxBits) {
        GssChoice best = NONE;
        for (GssChoice choice : values()) {
            if ((bits & choice.bit) != 0 && choice.strength <= maxBits) {
                best = choice;
            }
        }
        return best;
    }

    /// True for exactly one of the layers that were offered.
    static boolean isOne(int bits, int offered) {
        return Integer.bitCount(bits) == 1 && (bits & offered) != 0;
    }

    int bit() {
        return bit;
    }
}
