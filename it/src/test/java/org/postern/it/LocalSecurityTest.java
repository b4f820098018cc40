package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.os.ProcessIdentity;

/// Local attacks and misconfigurations: whatever users put into their files, lists and homes, Postern does what the
/// real sendmail does with it, or something stricter that docs/compatibility.md names.
///
/// Accounts and mounts need root; an ordinary user has nothing to show here.
class LocalSecurityTest {
    @TempDir
    Path scratch;

    static Stream<Arguments> groups() {
        return LocalSecurityTable.groups().stream().map(group -> Arguments.of(group.title(), group));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("groups")
    void sameAsTheRealProgram(String title, LocalSecurityTable.Group group) throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, Set<String>> real;
        Map<String, Set<String>> postern;
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Map<String, Set<String>>> other = both.submit(
                    () -> LocalSecurityHost.in(scratch.resolve("real"), group).real());
            postern = LocalSecurityHost.in(scratch.resolve("postern"), group).postern();
            real = other.get();
        }
        assertThat(real.values().stream().filter(Set::isEmpty))
                .as("what the real program did: only a message for /dev/null leaves no trace")
                .hasSizeLessThanOrEqualTo(1);
        List<String> differences = LocalSecurityHost.differences(group, real, postern);
        assertThat(String.join("\n", differences)).as(title).isEmpty();
    }
}
