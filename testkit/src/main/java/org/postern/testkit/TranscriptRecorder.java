package org.postern.testkit;

import java.util.ArrayList;
import java.util.List;
import org.postern.testkit.Transcript.Close;
import org.postern.testkit.Transcript.Comment;
import org.postern.testkit.Transcript.Expect;
import org.postern.testkit.Transcript.ExpectMatch;
import org.postern.testkit.Transcript.HangUp;
import org.postern.testkit.Transcript.Line;
import org.postern.testkit.Transcript.Login;
import org.postern.testkit.Transcript.Send;
import org.postern.testkit.Transcript.StartTls;
import org.postern.testkit.Transcript.ToRecord;

/// Runs the client side of a transcript against a server, normally the real sendmail, and writes what it says into the
/// transcript: `S?` and each reply that stood there before become the reply of this run.
public final class TranscriptRecorder {
    private final TranscriptNormaliser normaliser;

    /// @param normaliser makes templates of the lines
    public TranscriptRecorder(TranscriptNormaliser normaliser) {
        this.normaliser = normaliser;
    }

    /// Records the transcript and closes the peer.
    ///
    /// @throws AssertionError when the server says less than the transcript has replies or does not close where it
    ///     must
    public Transcript record(Transcript skeleton, TranscriptPeer peer) {
        List<Line> recorded = new ArrayList<>();
        try (peer) {
            TranscriptReader reader = new TranscriptReader(peer);
            StringBuilder pending = new StringBuilder();
            for (Line line : skeleton.lines()) {
                if (line instanceof Send send) {
                    pending.append(send.bytes());
                    reader.note(send.source());
                } else if (!pending.isEmpty() && !(line instanceof Comment)) {
                    peer.send(pending.toString());
                    pending.setLength(0);
                }
                step(line, peer, reader, recorded, skeleton.name());
            }
        }
        return new Transcript(skeleton.name(), recorded);
    }

    private void step(Line line, TranscriptPeer peer, TranscriptReader reader, List<Line> recorded, String name) {
        switch (line) {
            case Comment _, Send _ -> recorded.add(line);
            case ToRecord _ -> reply(reader, recorded, name);
            case Expect expect -> {
                if (isLastLine(expect.text())) {
                    reply(reader, recorded, name);
                }
            }
            case ExpectMatch _ -> reply(reader, recorded, name);
            case HangUp _ -> {
                peer.hangUp();
                recorded.add(line);
            }
            case StartTls tls -> {
                peer.startTls(tls.certificate());
                recorded.add(line);
            }
            case Login login -> {
                TranscriptLogin.run(login, peer, reader);
                recorded.add(line);
            }
            case Close _ -> {
                String problem = reader.closed();
                if (!problem.isEmpty()) {
                    throw new AssertionError(name + ": " + problem + "\n" + reader.dialogue());
                }
                recorded.add(line);
            }
        }
    }

    /// Takes the lines of one reply (RFC 5321 §4.2.1).
    private void reply(TranscriptReader reader, List<Line> recorded, String name) {
        while (true) {
            switch (reader.next()) {
                case TranscriptReader.Next.Text(String text) -> {
                    reader.note("S: " + text);
                    String template = normaliser.template(text);
                    recorded.add(new Expect("S: " + template, template));
                    if (isLastLine(text)) {
                        return;
                    }
                }
                case TranscriptReader.Next.NoLine(String why) ->
                    throw new AssertionError(name + ": " + why + "\n" + reader.dialogue());
            }
        }
    }

    private static boolean isLastLine(String text) {
        return text.length() < 4 || text.charAt(3) != '-';
    }
}
