package org.postern.cf;

/// The starting point of the tests.
final class StartingPoints {
    static final StartingPoint PLAIN =
            StartingPoint.of(RealSendmail.HOST, RealSendmail.HOST, RealSendmail.ADDRESSES, "8.17.1.9");

    private StartingPoints() {}
}
