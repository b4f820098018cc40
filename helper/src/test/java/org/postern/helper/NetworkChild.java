package org.postern.helper;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperClient;
import org.postern.helperwire.HelperPair;
import org.postern.helperwire.HelperRequest;
import org.postern.helperwire.PairLimits;
import org.postern.os.ConfinementReport;
import org.postern.os.ProcessSignal;
import org.postern.os.Seccomp;

/// A network process for the tests: confines itself, says on standard error what it can see and do, and then does
/// what its first argument says.
final class NetworkChild {
    private static final PrintStream SAY = System.err;

    private NetworkChild() {}

    public static void main(String[] arguments) throws Exception {
        HelperPair pair = HelperPair.fromStandardStreams();
        System.out.println("stray print");
        say("seccomp", Seccomp.install());
        CountDownLatch gone = new CountDownLatch(1);
        HelperClient client = new HelperClient(pair, PairLimits.usual(), gone::countDown);
        switch (arguments[0]) {
            case "report" -> report(client);
            case "deliver" -> {
                for (int i = 1; i < arguments.length; i++) {
                    say("answer", deliver(client, arguments[i], 10));
                }
            }
            case "deliver-long" -> say("answer", deliver(client, arguments[1], 200_000));
            case "deliver-and-wait" -> {
                say("answer", deliver(client, arguments[1], 10));
                waitForEnd(gone);
            }
            case "files" -> {
                for (int i = 1; i < arguments.length; i++) {
                    say("answer " + arguments[i], file(client, arguments[i]));
                }
            }
            case "exit" -> System.exit(Integer.parseInt(arguments[1]));
            case "wait" -> waitForEnd(gone);
            case "garbage" -> garbage(gone);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.exit(0);
    }

    private static void say(String name, Object value) {
        SAY.println(name + "=" + value);
    }

    private static Object deliver(HelperClient client, String user, int lines) {
        String message = "Subject: test\n\n" + "A line of text.\n".repeat(lines);
        return client.deliver(
                new HelperRequest.DeliverToMailbox("AAA1", "alice@a.example", user, 0), MailboxFixture.stream(message));
    }

    private static Object file(HelperClient client, String path) throws IOException {
        HelperAnswer answer = client.showFile(new HelperRequest.ShowFile(path));
        return answer instanceof HelperAnswer.FileCopy(String copy) ? Files.readString(Path.of(copy)) : answer;
    }

    private static void report(HelperClient client) throws IOException {
        ConfinementReport report = ConfinementReport.ofThisProcess();
        say("line", report.logLine());
        say("root", report.anyRoot());
        say("shortcomings", report.shortcomings());
        say("environment", new TreeMap<>(System.getenv()));
        say("folder", Path.of("").toAbsolutePath());
        say("ping", client.ping());
        say("session", session());
        say("exec", exec());
        SAY.write(new byte[] {'a', 27, '[', '2', 'J', 7, (byte) 0xc3, (byte) 0xa9, '\n'});
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            say("inherited", files.filter(NetworkChild::isForeign).toList());
        } catch (IOException e) {
            say("inherited", e);
        }
    }

    /// A descriptor above 2 that is neither a file of the runtime nor made by it.
    private static boolean isForeign(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            boolean standard = descriptor.getFileName().toString().length() == 1
                    && descriptor.getFileName().toString().compareTo("3") < 0;
            return !standard && !target.startsWith("/") && !target.startsWith("anon_inode:");
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean session() throws IOException {
        String[] fields = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1)
                .replaceAll("^.*\\) ", "")
                .split(" ", -1);
        return fields[3].equals(Long.toString(ProcessHandle.current().pid())) && fields[4].equals("0");
    }

    private static String exec() {
        try {
            return "ran " + new ProcessBuilder("/bin/true").start().pid();
        } catch (IOException e) {
            return "refused";
        }
    }

    private static void waitForEnd(CountDownLatch gone) throws InterruptedException {
        for (ProcessSignal signal : ProcessSignal.values()) {
            signal.handle(received -> {
                say("signal", received);
                if (received == ProcessSignal.TERM) {
                    System.exit(9);
                }
            });
        }
        say("ready", ProcessHandle.current().pid());
        gone.await();
        say("gone", true);
    }

    private static void garbage(CountDownLatch gone) throws IOException, InterruptedException {
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
            for (int i = 0; i < 200; i++) {
                out.write(new byte[] {0, 0, 0, 5, 99, 0, 0, 0, 7});
            }
        }
        gone.await();
    }
}
