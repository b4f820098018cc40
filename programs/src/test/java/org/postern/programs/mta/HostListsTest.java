package org.postern.programs.mta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationReader;
import org.postern.cf.DiskFiles;
import org.postern.cf.OptionValues;
import org.postern.cf.StartingPoint;
import org.postern.os.FileAccounts;
import org.postern.os.Identity;

/// Whose rights the programs and files of aliases have.
class HostListsTest {
    @TempDir
    Path folder;

    /// The forms of the option and what stands for it when it is not set: the first of mailnull, sendmail and daemon
    /// that is there and not root. Root is nobody's DefaultUser.
    @ParameterizedTest
    @CsvSource({
        "'', mailnull, 71:71",
        "'', sendmail, 72:72",
        "'', daemon, 73:73",
        "'', nobody-else, 1:1",
        "O DefaultUser=alice, mailnull, 1000:1001",
        "O DefaultUser=alice:mail, mailnull, 1000:8",
        "O DefaultUser=alice.mail, mailnull, 1000:8",
        "O DefaultUser=alice/mail, mailnull, 1000:8",
        "O DefaultUser=alice:12, mailnull, 1000:12",
        "O DefaultUser=55:66, mailnull, 55:66",
        "O DefaultUser=1000, mailnull, 1000:1001",
        "Oualice, mailnull, 1000:1001",
        "O DefaultUser=0:0, mailnull, none",
        "O DefaultUser=root, mailnull, none",
        "O DefaultUser=alice:0, mailnull, none"
    })
    void defaultUserIsWhoTheOptionSays(String option, String present, String wanted) throws IOException {
        Path passwd = Files.writeString(
                folder.resolve("passwd"),
                "root:x:0:0::/:/bin/sh\nalice:x:1000:1001::/:/bin/sh\n"
                        + switch (present) {
                            case "mailnull" -> "mailnull:x:71:71::/:/x\nsendmail:x:72:72::/:/x\ndaemon:x:73:73::/:/x\n";
                            case "sendmail" -> "mailnull:x:0:0::/:/x\nsendmail:x:72:72::/:/x\ndaemon:x:73:73::/:/x\n";
                            case "daemon" -> "daemon:x:73:73::/:/x\n";
                            default -> "";
                        });
        Path group = Files.writeString(folder.resolve("group"), "mail:x:8:\n");
        OptionValues options = new ConfigurationReader(
                        new DiskFiles(1 << 16), StartingPoint.of("mx.exam.test", "mx", List.of(), "8.17.1"))
                .readText("test.cf", "V10/Berkeley\n" + option + "\n", ConfigurationOverrides.NONE)
                .options();
        assertThat(HostLists.defaultUser(options, new FileAccounts(passwd, group, 1 << 16))
                        .map(HostListsTest::numbers)
                        .orElse("none"))
                .isEqualTo(wanted);
    }

    private static String numbers(Identity identity) {
        return identity.uid() + ":" + identity.gid();
    }
}
