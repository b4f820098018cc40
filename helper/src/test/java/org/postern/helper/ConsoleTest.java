package org.postern.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.postern.helperwire.HelperAnswer;

class ConsoleTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    /// The network process's side of one conversation.
    private final class Network implements AutoCloseable {
        private final PipedOutputStream says = new PipedOutputStream();
        private final CompletableFuture<HelperAnswer> answer;

        Network(Console console) throws IOException {
            PipedInputStream said = new PipedInputStream(says);
            answer = CompletableFuture.supplyAsync(
                    () -> console.talk(said, (bytes, length) -> heard.add(text(bytes, length)), LONG));
        }

        Network say(String words) throws IOException {
            says.write(words.getBytes(StandardCharsets.ISO_8859_1));
            says.flush();
            return this;
        }

        HelperAnswer end() throws IOException {
            says.close();
            return answer.join();
        }

        @Override
        public void close() throws IOException {
            says.close();
        }
    }

    private static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static InputStream typed(String words) {
        return new ByteArrayInputStream(words.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String printed() {
        return printed.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void twoConversationsOneAfterTheOther() throws Exception {
        PipedOutputStream person = new PipedOutputStream();
        Console console = new Console(new PipedInputStream(person), printed, false);
        for (String name : new String[] {"one", "two"}) {
            try (Network network = new Network(console)) {
                person.write(("220 " + name + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                person.flush();
                assertThat(heard.take()).isEqualTo("220 " + name + "\r\n");
                assertThat(network.say("QUIT " + name + "\r\n").end()).isInstanceOf(HelperAnswer.Delivered.class);
            }
        }
        assertThat(printed()).isEqualTo("QUIT one\r\nQUIT two\r\n");
    }

    /// The end of its input cuts nothing off.
    @Test
    void aScriptSaysAllItsAnswersInAdvance() throws Exception {
        Console console = new Console(typed("220 a\r\n250 b\r\n"), printed, false, LONG);
        try (Network network = new Network(console)) {
            assertThat(heard.take()).isEqualTo("220 a\r\n250 b\r\n");
            network.say("HELO x\r\n");
            assertThat(network.say("QUIT\r\n").end()).isInstanceOf(HelperAnswer.Delivered.class);
        }
        assertThat(printed()).isEqualTo("HELO x\r\nQUIT\r\n");
    }

    @Test
    void whereNobodySitsTheMessageWaits() throws Exception {
        try (Network network = new Network(Console.NONE)) {
            assertThat(network.answer.join())
                    .isEqualTo(new HelperAnswer.ProgramFailed(true, "4.0.0", "nobody answers on standard input", ""));
        }
        assertThat(printed()).isEmpty();
    }

    @Test
    void mailOfStrangersCommandsNoTerminal() throws Exception {
        Console console = new Console(typed("220 x\r\n"), printed, true, LONG);
        try (Network network = new Network(console)) {
            assertThat(network.say("Subject: \u001b[2J\u009b\u0007\tx\r\n").end())
                    .isInstanceOf(HelperAnswer.Delivered.class);
        }
        assertThat(printed()).isEqualTo("Subject: ?[2J??\tx\r\n");
    }

    @Test
    void onlyOneIsSpokenWithAtATime() throws Exception {
        PipedOutputStream person = new PipedOutputStream();
        Console console = new Console(new PipedInputStream(person), printed, false);
        try (Network first = new Network(console)) {
            person.write('a');
            person.flush();
            assertThat(heard.take()).isEqualTo("a");
            assertThat(console.talk(typed("x"), (_, _) -> {}, LONG)).isInstanceOf(HelperAnswer.ProgramFailed.class);
            assertThat(first.end()).isInstanceOf(HelperAnswer.Delivered.class);
        }
        assertThat(printed()).isEmpty();
    }
}
