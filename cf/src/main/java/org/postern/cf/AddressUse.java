package org.postern.cf;

/// Where an address stands and whom it names; rule sets see it as `${addr_type}` (sendmail op guide §5.2).
public enum AddressUse {
    ENVELOPE_SENDER("e s", true, false),
    ENVELOPE_RECIPIENT("e r", false, false),
    HEADER_SENDER("h s", true, true),
    HEADER_RECIPIENT("h r", false, true);

    private final String macroValue;
    private final boolean sender;
    private final boolean header;

    AddressUse(String macroValue, boolean sender, boolean header) {
        this.macroValue = macroValue;
        this.sender = sender;
        this.header = header;
    }

    /// The value of `${addr_type}`.
    public String macroValue() {
        return macroValue;
    }

    /// True for the two uses that name who sent.
    public boolean sender() {
        return sender;
    }

    /// True for addresses in header fields.
    public boolean header() {
        return header;
    }
}
