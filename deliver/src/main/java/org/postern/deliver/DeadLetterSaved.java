package org.postern.deliver;

import java.util.List;
import java.util.Optional;
import org.postern.base.Event;
import org.postern.base.PeerText;

/// A message that could neither be delivered nor returned lies in the file of DeadLetterDrop now.
///
/// @param id the message
/// @param file the name of the file
public record DeadLetterSaved(String id, String file) implements Event {
    @Override
    public String name() {
        return "report.saved";
    }

    @Override
    public int logLevel() {
        return 4;
    }

    @Override
    public Priority priority() {
        return Priority.NOTICE;
    }

    @Override
    public Optional<String> queueId() {
        return Optional.of(id);
    }

    @Override
    public List<Field> fields() {
        return List.of(new Field("file", PeerText.of(file).forLog()));
    }

    @Override
    public String text() {
        return "Saved message in " + PeerText.of(file).forLog();
    }
}
