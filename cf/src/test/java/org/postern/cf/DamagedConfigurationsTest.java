package org.postern.cf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A configuration that is damaged at random gives the same messages, with file and line, as the real program,
/// and never an exception; so does every option with a value that makes no sense.
class DamagedConfigurationsTest {
    private static final int CONFIGURATIONS = 100;
    private static final int SHOWN = 5;
    private static final List<String> FLAGS =
            List.of("$*", "$+", "$-", "$1", "$9", "$@", "$:", "$>", "$#", "$(", "$)", "$&x", "\t");

    @TempDir
    static Path folder;

    @Test
    void hundredDamagedConfigurations() throws IOException, InterruptedException {
        RealSendmail real = new RealSendmail(folder);
        Path good = real.generate(
                "good", TestConfigurations.mc(TestConfigurations.all().getOrDefault("uucp", ""), "/none"));
        List<String> lines = Files.readAllLines(good, StandardCharsets.ISO_8859_1);
        List<String> differences = new ArrayList<>();
        int said = 0;
        for (int seed = 0; seed < CONFIGURATIONS; seed++) {
            String text = damaged(lines, new Random(seed));
            Path cf = Files.writeString(folder.resolve("damaged" + seed + ".cf"), text, StandardCharsets.ISO_8859_1);
            String theirs = real.addressTest(cf, List.of("=M")).getFirst();
            String ours = banner(cf);
            said += ours.lines().count() > 2 ? 1 : 0;
            if (!sameLines(theirs, ours)) {
                differences.add("seed " + seed + "\nsendmail:\n" + theirs + "ours:\n" + ours);
            }
        }
        same(differences);
        assertThat(said).as("configurations with messages").isGreaterThan(CONFIGURATIONS / 2);
    }

    @Test
    void everyOptionWithStrangeValues() throws IOException, InterruptedException {
        RealSendmail real = new RealSendmail(folder);
        List<String> differences = new ArrayList<>();
        for (String value : List.of("", "foo", "7", "1x,Q z", "/nosuch")) {
            StringBuilder text = new StringBuilder("V10/Berkeley\nMlocal, P=/x, A=x\nMprog, P=/x, A=x\n");
            for (CfOption option : CfOption.values()) {
                if (compared(option)) {
                    text.append("O ")
                            .append(option.longName())
                            .append('=')
                            .append(value)
                            .append('\n');
                }
            }
            Path cf = Files.writeString(folder.resolve("options.cf"), text, StandardCharsets.ISO_8859_1);
            String theirs = real.addressTest(cf, List.of("=M")).getFirst();
            if (!sameLines(theirs, banner(cf))) {
                differences.add(value + "\nsendmail:\n" + theirs + "ours:\n" + banner(cf));
            }
        }
        same(differences);
    }

    /// Not those that Debian's sendmail was built without, that end it at once, that ask other machines or that change
    /// what the test itself sets.
    private static boolean compared(CfOption option) {
        return switch (option) {
            case REMOTE_MODE,
                    DELIVERY_MODE,
                    EIGHT_BIT_MODE,
                    DONT_LOCK_FILES_FOR_READ,
                    MAX_FORWARD_ENTRIES,
                    REFUSE_LOW_MEM,
                    QUEUE_LOW_MEM,
                    MEMORY_RESOURCE,
                    MESSAGE_ACCEPT,
                    CHECK_QUEUE_RUNNERS,
                    EIGHT_BIT_ADDR_OK,
                    ADDR_TYPE_MODES,
                    BAD_RCPT_THROTTLE_DELAY,
                    FIPS_MODE,
                    BOUNCE_QUEUE,
                    ADD_BCC,
                    NAME_SERVER,
                    DANE,
                    NAME_SEARCH_LIST,
                    HACKS,
                    KEEP_BCC,
                    CLIENT_CA_CERT_FILE,
                    CLIENT_CA_CERT_PATH,
                    SMTP_UTF8,
                    MAILBOX_DATABASE,
                    DAEMON_PORT_OPTIONS,
                    CLIENT_PORT_OPTIONS,
                    SERVICE_SWITCH_FILE,
                    DONT_BLAME_SENDMAIL -> false;
            default -> true;
        };
    }

    /// Text that the real program shows with the bytes that stand for operators inside it is not compared.
    private static boolean sameLines(String theirs, String ours) {
        List<String> one = theirs.lines().toList();
        List<String> two = ours.lines().toList();
        boolean same = one.size() == two.size();
        for (int i = 0; same && i < one.size(); i++) {
            int operator = one.get(i).indexOf('\u0001');
            String line = two.get(i);
            same = operator < 0
                    ? one.get(i).equals(line)
                    : line.startsWith(one.get(i).substring(0, operator)) && line.startsWith("$", operator);
        }
        return same;
    }

    private static void same(List<String> differences) {
        assertThat(String.join("\n", differences.subList(0, Math.min(differences.size(), SHOWN))))
                .as("%d differ", differences.size())
                .isEmpty();
    }

    private static String banner(Path cf) {
        StartingPoint start =
                StartingPoint.of(RealSendmail.HOST, RealSendmail.HOST, RealSendmail.ADDRESSES, "8.17.1.9");
        Configuration configuration = new ConfigurationReader(new NoAccounts(new DiskFiles(1 << 24)), start)
                .read(cf.toString(), ConfigurationOverrides.NONE);
        StringBuilder text = new StringBuilder();
        configuration
                .diagnostics()
                .forEach(diagnostic -> text.append(diagnostic.text()).append('\n'));
        configuration
                .missing(false)
                .forEach(diagnostic -> text.append(diagnostic.text()).append('\n'));
        return text.append(AddressTest.TITLE).toString();
    }

    /// The files of the disk, and only root as an account.
    private record NoAccounts(ConfigurationFiles files) implements ConfigurationFiles {
        @Override
        public Content file(String path) {
            return files.file(path);
        }

        @Override
        public Optional<Boolean> isUser(String name) {
            return Optional.of(name.equals("root"));
        }

        @Override
        public Optional<Boolean> isGroup(String name) {
            return Optional.of(name.equals("root"));
        }
    }

    /// Three to eight small damages: lines dropped, doubled, cut, swapped letters, operators put in or taken out.
    private static String damaged(List<String> lines, Random random) {
        List<String> text = new ArrayList<>(lines);
        int damages = 3 + random.nextInt(6);
        for (int i = 0; i < damages; i++) {
            int at = random.nextInt(text.size());
            String line = text.get(at);
            int place = line.isEmpty() ? 0 : random.nextInt(line.length());
            switch (random.nextInt(9)) {
                case 0 -> text.remove(at);
                case 1 -> text.add(at, line);
                case 2 -> text.set(at, line.substring(0, place));
                case 3 -> text.set(at, line.replace("\t", " "));
                case 4 -> text.set(at, line.replaceFirst("[$]", ""));
                case 5 ->
                    text.set(
                            at,
                            line.substring(0, place) + FLAGS.get(random.nextInt(FLAGS.size())) + line.substring(place));
                case 6 -> text.set(at, (char) ('A' + random.nextInt(26)) + line);
                case 7 -> text.set(at, line.replace("=", ""));
                default -> text.add(at, "RKSMODCFHTVPXQE".charAt(random.nextInt(15)) + line);
            }
        }
        return String.join("\n", text) + "\n";
    }
}
