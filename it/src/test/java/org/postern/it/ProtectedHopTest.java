package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.os.ProcessIdentity;
import org.postern.testkit.FreePorts;
import org.postern.testkit.Peers;
import org.postern.testkit.ProgramRun;
import org.postern.testkit.RealSendmail;

/// STARTTLS and AUTH towards the real sendmail, with the rules of the access map and of authinfo.
class ProtectedHopTest {
    private static final String COMMON = """
            OSTYPE(`debian')dnl
            define(`confDOMAIN_NAME', `@NAME@')dnl
            define(`QUEUE_DIR', `@FOLDER@/@SHORT@.queue')dnl
            define(`confPID_FILE', `@FOLDER@/@SHORT@.pid')dnl
            define(`confDONT_BLAME_SENDMAIL', `TrustStickyBit')dnl
            define(`confTO_IDENT', `0')dnl
            define(`confLOG_LEVEL', `10')dnl
            define(`ALIAS_FILE', `/etc/mail/aliases')dnl
            define(`confCACERT', `/etc/mail/ca.pem')dnl
            define(`confCACERT_PATH', `/etc/mail/')dnl
            FEATURE(`accept_unresolvable_domains')dnl
            FEATURE(`no_default_msa')dnl
            DAEMON_OPTIONS(`Name=MTA, Family=inet, Addr=127.0.0.1, Port=@PORT@')dnl
            """;
    private static final String FAR = """
            define(`confAUTH_MECHANISMS', `DIGEST-MD5 CRAM-MD5 LOGIN PLAIN')dnl
            define(`confAUTH_REALM', `far.test')dnl
            define(`confSERVER_CERT', `/etc/mail/far.test.pem')dnl
            define(`confSERVER_KEY', `/etc/mail/far.test.key')dnl
            TRUST_AUTH_MECH(`DIGEST-MD5 CRAM-MD5 LOGIN PLAIN')dnl
            define(`confDELIVERY_MODE', `queueonly')dnl
            """;
    private static final String NEAR = """
            define(`SMART_HOST', `relay:[far.test]')dnl
            define(`RELAY_MAILER_ARGS', `TCP $h @NEXT@')dnl
            define(`RELAY_MAILER_MAXMSGS', `1')dnl
            FEATURE(`authinfo', `hash /etc/mail/authinfo')dnl
            FEATURE(`access_db', `hash -T<TMPF> /etc/mail/access')dnl
            DAEMON_OPTIONS(`Name=MSP, Family=local, Addr=@FOLDER@/submit.socket')dnl
            """;
    private static final String MAILERS = """
            MAILER(`local')dnl
            MAILER(`smtp')dnl
            """;

    @TempDir
    private Path scratch;

    /// TLS-03, TLS-10: what the rules demand of a host comes before the password.
    @Test
    void thePasswordAndTheRulesDecideWhatIsSentHow() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxrwxrwx"));
        List<Integer> ports = FreePorts.find(2);
        write("far.cf", RealSendmail.cf(configuration(COMMON + FAR + MAILERS, "far", ports.get(0), 0)));
        write("near.cf", RealSendmail.cf(configuration(COMMON + NEAR + MAILERS, "near", ports.get(1), ports.get(0))));
        write("postern.conf", "Log=file:" + scratch.resolve("log") + "\n");
        write("go.sh", script());

        ProgramRun run = ProgramRun.of(
                List.of(
                        "unshare",
                        "-m",
                        "-u",
                        "bash",
                        scratch.resolve("go.sh").toString(),
                        scratch.toString(),
                        Objects.requireNonNull(Image.program("sendmail").getParent())
                                .toString(),
                        Peers.program("sendmail", "sendmail").toString(),
                        Peers.program("sasl2-bin", "saslpasswd2").toString(),
                        ports.get(0).toString(),
                        ports.get(1).toString()),
                "",
                scratch,
                120);

        String output = run.output();
        assertThat(output)
                .as(output)
                .contains(
                        "STARTTLS=client, relay=[far.test], version=TLSv1.3, verify=OK, cipher=TLS_AES_256_GCM_SHA384")
                .contains("AUTH=client, relay=[far.test], mech=DIGEST-MD5, bits=128")
                .contains("AUTH=client, relay=[far.test], mech=CRAM-MD5, bits=0")
                .contains("AUTH=client, relay=[far.test], mech=LOGIN, bits=0")
                .contains("AUTH=client, relay=[far.test], mech=PLAIN, bits=0")
                .doesNotContain("was not tried", "a password was written");
        // four with a password, one with a wrong one, two that the rules stop, one without TLS
        assertThat(output.lines().filter(line -> line.startsWith("accepted with ")))
                .containsExactlyInAnyOrder(
                        "accepted with ESMTPSA",
                        "accepted with ESMTPSA",
                        "accepted with ESMTPSA",
                        "accepted with ESMTPSA",
                        "accepted with ESMTPS",
                        "accepted with ESMTP");
        assertThat(output)
                .containsPattern(
                        "to=<u6@.*dsn=4\\.7\\.0, stat=Deferred: 454 4\\.7\\.0 encryption too weak 256 less than 512")
                .containsPattern("to=<u7@.*dsn=5\\.7\\.0, stat=Service unavailable");
    }

    private String configuration(String text, String name, int port, int next) {
        return text.replace("@NAME@", name + ".test")
                .replace("@SHORT@", name)
                .replace("@FOLDER@", scratch.toString())
                .replace("@PORT@", Integer.toString(port))
                .replace("@NEXT@", Integer.toString(next));
    }

    private void write(String name, String text) throws Exception {
        Files.writeString(scratch.resolve(name), text, StandardCharsets.ISO_8859_1);
    }

    private static String script() throws Exception {
        try (InputStream in = ProtectedHopTest.class.getResourceAsStream("protected-hop.sh")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
