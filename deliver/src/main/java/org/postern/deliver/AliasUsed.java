package org.postern.deliver;

import java.util.List;
import java.util.Optional;
import org.postern.base.Event;
import org.postern.base.PeerText;

/// An address was found in the alias file.
///
/// @param id the message
/// @param address as it was given
/// @param members what it stands for
record AliasUsed(String id, String address, String members) implements Event {
    private static final int LEVEL = 11;
    private static final int LONGEST_ADDRESS = 100;
    private static final int LONGEST = 203;

    @Override
    public String name() {
        return "alias.used";
    }

    @Override
    public int logLevel() {
        return LEVEL;
    }

    @Override
    public Priority priority() {
        return Priority.INFO;
    }

    @Override
    public Optional<String> queueId() {
        return Optional.of(id);
    }

    @Override
    public List<Field> fields() {
        return List.of(
                new Field("alias", PeerText.escape(address, LONGEST_ADDRESS)),
                new Field("members", PeerText.escape(members, LONGEST)));
    }

    @Override
    public String text() {
        return "alias " + PeerText.escape(address, LONGEST_ADDRESS) + " => " + PeerText.escape(members, LONGEST);
    }
}
