package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which ahead-of-time cache the launcher takes: the wrong one makes a command slow or the daemon large, and nobody
/// would see why. The JVM is a script here that prints its arguments.
class LauncherTest {
    @TempDir
    private Path image;

    @BeforeEach
    void layOut() throws IOException {
        Files.createDirectories(image.resolve("bin"));
        Files.createDirectories(image.resolve("runtime/bin"));
        Path java = image.resolve("runtime/bin/java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.copy(Image.program("postern").toRealPath(), image.resolve("bin/postern"));
        for (String name : List.of("sendmail", "mailq", "smtpd")) {
            Files.createSymbolicLink(image.resolve("bin/" + name), Path.of("postern"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "sendmail -t -i, submit",
        "sendmail bob, submit",
        "sendmail -C other.cf -oi -f alice bob, submit",
        "sendmail -f -bd bob, submit",
        "sendmail -- -bd, submit",
        "sendmail -bd, helper",
        "sendmail -bd -q30m, helper",
        "sendmail -L sm-mta -C other.cf -bD -O RunAsUser=nobody, helper",
        "sendmail -C other.cf -O LogLevel=9 -bt, postern",
        "sendmail -q, queue-run",
        "sendmail -C other.cf -v -q, queue-run",
        "sendmail -qf -q, postern",
        "sendmail -q -qRexample.org, postern",
        "sendmail -bp -q, postern",
        "sendmail -q -bd, helper",
        "sendmail -L tag -q30m, postern",
        "sendmail -bv bob, postern",
        "smtpd, helper",
        "mailq -C other.cf, postern",
        "postern audit, postern"
    })
    void cache(String line, String cache) throws IOException, InterruptedException {
        List<String> words = List.of(line.split(" "));
        List<String> command =
                new ArrayList<>(List.of(image.resolve("bin/" + words.getFirst()).toString()));
        command.addAll(words.subList(1, words.size()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        List<String> arguments = said.lines().toList();
        assertThat(arguments)
                .filteredOn(word -> word.startsWith("-XX:AOTCache="))
                .singleElement()
                .asString()
                .endsWith("/lib/" + cache + ".aot");
        // what the caller said comes through unchanged, after the program's name
        assertThat(arguments.subList(arguments.indexOf(words.getFirst()), arguments.size()))
                .isEqualTo(words);
    }
}
