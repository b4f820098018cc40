package org.postern.m4;

/// C's `%a`: a real number in base 16 with a binary exponent.
final class HexadecimalReal {
    private static final int FRACTION_DIGITS = 13;

    private HexadecimalReal() {}

    /// @param value finite and not negative
    /// @param precision digits after the point; negative for as many as needed
    /// @param point true to write the point even without digits behind it
    static String text(double value, int precision, boolean point) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> 52);
        long fraction = bits & ((1L << 52) - 1);
        long lead = exponent == 0 ? 0 : 1;
        int power = value == 0 ? 0 : (exponent == 0 ? -1022 : exponent - 1023);
        int digits = precision < 0 ? FRACTION_DIGITS : precision;
        long mantissa = lead << 52 | fraction;
        if (digits < FRACTION_DIGITS) {
            mantissa = round(mantissa, 4 * (FRACTION_DIGITS - digits));
        }
        StringBuilder hex = new StringBuilder(Long.toHexString(mantissa & ((1L << 52) - 1)));
        hex.insert(0, "0".repeat(FRACTION_DIGITS - hex.length()));
        if (precision < 0) {
            while (!hex.isEmpty() && hex.charAt(hex.length() - 1) == '0') {
                hex.setLength(hex.length() - 1);
            }
        } else if (digits > FRACTION_DIGITS) {
            hex.repeat('0', digits - FRACTION_DIGITS);
        } else {
            hex.setLength(digits);
        }
        String dot = hex.isEmpty() && !point ? "" : ".";
        return "0x" + (mantissa >>> 52) + dot + hex + "p" + (power < 0 ? "-" : "+") + Math.abs(power);
    }

    /// Half to even at that bit; the bits below become 0.
    private static long round(long mantissa, int dropped) {
        long unit = 1L << dropped;
        long rest = mantissa & (unit - 1);
        long kept = mantissa - rest;
        boolean up = rest > unit / 2 || (rest == unit / 2 && (kept & unit) != 0);
        return up ? kept + unit : kept;
    }
}
