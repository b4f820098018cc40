/// Bytes, text, clock, limits, error codes, counters and events that every other module uses. It knows nothing about
/// mail.
@org.jspecify.annotations.NullMarked
module org.postern.base {
    requires static org.jspecify;

    exports org.postern.base;
}
