package org.postern.programs.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.programs.Invocation;
import org.postern.testkit.FakeClock;

class CertProgramTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();

    private int cert(String... words) {
        output.reset();
        error.reset();
        Invocation invocation = new Invocation(
                "postern",
                List.of(words),
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(output, true, StandardCharsets.ISO_8859_1),
                new PrintStream(error, true, StandardCharsets.ISO_8859_1),
                Map.of(),
                folder);
        return new CertProgram(invocation, folder, new FakeClock()).run(List.of(words));
    }

    private String mode(String name) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }

    @Test
    void authorityServerAndClient() throws Exception {
        assertThat(cert("ca", "Exam (CA)", "-d", ".", "-o", "Exam, Inc.")).isEqualTo(SysExit.OK.code());
        assertThat(cert("server", "mx.exam.test", "mail.exam.test", "-d", ".")).isEqualTo(SysExit.OK.code());
        assertThat(Ascii.text(output.toByteArray())).contains("define(`confSERVER_KEY', `");
        assertThat(cert("client", "laptop", "-d", ".")).isEqualTo(SysExit.OK.code());
        assertThat(List.of(mode("ca.key"), mode("mx.exam.test.key"), mode("laptop.key")))
                .containsOnly("rw-------");
        assertThat(mode("ca.pem")).isEqualTo("rw-r--r--");
        assertThat(cert("show", "mx.exam.test.pem")).isEqualTo(SysExit.OK.code());
        assertThat(Ascii.text(output.toByteArray()))
                .contains(
                        "CertSubject:  /CN=mx.exam.test\n",
                        "CertIssuer:   /O=Exam,+20Inc./CN=Exam+20+28CA+29\n",
                        "host names    mx.exam.test mail.exam.test\n",
                        "to            2028-04-06T03:04:05Z\n");
    }

    @Test
    void helpIsPrintedBeforeAnythingIsDone() throws Exception {
        for (String action : List.of("ca", "server", "client", "sign", "show")) {
            assertThat(cert(action, "--help")).isZero();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void nothingIsOverwrittenAndNamesAreChecked() throws Exception {
        assertThat(cert("server", "mx.exam.test", "-d", ".")).isEqualTo(SysExit.NO_INPUT.code());
        assertThat(cert("server", "mx.exam.test", "-d", ".", "--self")).isEqualTo(SysExit.OK.code());
        String key = Files.readString(folder.resolve("mx.exam.test.key"));
        assertThat(cert("server", "mx.exam.test", "-d", ".", "--self")).isEqualTo(SysExit.CANNOT_CREATE.code());
        assertThat(Files.readString(folder.resolve("mx.exam.test.key"))).isEqualTo(key);
        assertThat(cert("server", "mx", "-d", ".", "--self")).isEqualTo(SysExit.USAGE.code());
        assertThat(Ascii.text(error.toByteArray()))
                .isEqualTo("postern cert: \"mx\": it is not fully qualified: host.domain\n");
        assertThat(cert("client", "../x", "-d", ".")).isEqualTo(SysExit.USAGE.code());
        assertThat(cert("server", "mx.exam.test", "--days", "0")).isEqualTo(SysExit.USAGE.code());
        assertThat(cert()).isEqualTo(SysExit.USAGE.code());
    }
}
