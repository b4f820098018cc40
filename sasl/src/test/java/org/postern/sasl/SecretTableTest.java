package org.postern.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.base.Ascii;

class SecretTableTest {
    private static final UserName ODD = new UserName("o d%d\n#", "r\u00e9alm");

    @Test
    void whatIsWrittenIsRead() throws Exception {
        StoredSecrets both = StoredSecrets.derive(Secret.ofUtf8("secret"), true, TestStore.RANDOM);
        StoredSecrets keys = StoredSecrets.derive(Secret.ofUtf8("other"), false, TestStore.RANDOM);
        UserName alice = new UserName("alice", TestStore.REALM);

        SecretTable table = SecretTable.parse(
                SecretTable.EMPTY.with(alice, both).with(ODD, keys).encode());

        assertThat(table.names()).containsExactly(alice, ODD);
        assertThat(table.find(alice)).isEqualTo(new SecretAnswer.Found(both));
        assertThat(table.find(ODD)).isEqualTo(new SecretAnswer.Found(keys));
        assertThat(table.properties(alice)).containsExactly("userPassword", "authPassword");
        assertThat(table.properties(ODD)).containsExactly("authPassword");
        assertThat(table.without(alice).find(alice)).isEqualTo(new SecretAnswer.NotFound());
        assertThat(Ascii.text(SecretTable.EMPTY.with(ODD, keys).encode())).doesNotContain("other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice exam.test userPassword",
                "alice exam.test userPassword !!",
                "al%zz exam.test userPassword c2Vj",
                "al%4 exam.test userPassword c2Vj",
                "alice exam.test authPassword SCRAM-SHA-256$4096:AAAA$AAAA:AAAA",
                "alice exam.test authPassword SCRAM-MD5$1:AAAA$AAAA:AAAA",
                "alice exam.test userPassword c2Vj more",
            })
    void aDamagedLineIsNotGuessedAt(String line) {
        assertThatThrownBy(() -> SecretTable.parse(Ascii.bytes(SecretTable.MARK + "\n" + line + "\n")))
                .isInstanceOf(SecretTable.DamagedException.class)
                .hasMessage("line 2 is not understood");
    }

    @Test
    void entriesOfCyrus() {
        SecretTable table = new SecretTable.CyrusReader()
                .add(Ascii.bytes("alice\0exam.test\0userPassword"), Ascii.bytes("secret"))
                .add(Ascii.bytes("alice\0exam.test\0cmusaslsecretOTP"), Ascii.bytes("x"))
                .add(Ascii.bytes("broken"), Ascii.bytes("x"))
                .table();
        assertThat(table.find(new UserName("alice", "exam.test")))
                .isEqualTo(new SecretAnswer.Found(StoredSecrets.ofPlain(Secret.ofUtf8("secret"))));
        assertThat(table.names()).hasSize(1);
    }

    @Test
    void configurationOfCyrus() {
        SaslConfiguration usual = SaslConfiguration.usual();
        assertThat(usual.methods()).containsExactly(PasswordMethod.STORE);
        assertThat(usual.secretsFile()).isEqualTo("/etc/sasldb2");
        assertThat(usual.problems()).isEmpty();

        SaslConfiguration read = SaslConfiguration.parse("""
                # comment
                pwcheck_method: saslauthd sasldb shadow kerberos_v4
                mech_list: plain LOGIN digest-md5 NOVEL
                auto_transition: noplain
                sasldb_path: /etc/mail/sasldb2
                srvtab: /etc/mail/srvtab
                log_level: 7
                ldapdb_uri: ldap://localhost
                nonsense
                """);
        assertThat(read.methods())
                .containsExactly(PasswordMethod.SASLAUTHD, PasswordMethod.STORE, PasswordMethod.SYSTEM);
        assertThat(read.mechanisms())
                .isEqualTo(Set.of(MechanismName.PLAIN, MechanismName.LOGIN, MechanismName.DIGEST_MD5));
        assertThat(read.autoTransition()).isEqualTo(AutoTransition.WITHOUT_PLAIN);
        assertThat(read.keytab()).isEqualTo("/etc/mail/srvtab");
        assertThat(read.problems())
                .isEqualTo(List.of(
                        "not understood: nonsense",
                        "pwcheck_method kerberos_v4 is not done; saslauthd asks PAM, Kerberos and others",
                        "mech_list: there is no mechanism NOVEL",
                        "option ldapdb_uri has no effect here"));
    }

    @Test
    void namesAndRealms() {
        assertThat(UserName.parse("alice", "exam.test")).isEqualTo(new UserName("alice", "exam.test"));
        assertThat(UserName.parse("a@b@c", "exam.test")).isEqualTo(new UserName("a@b", "c"));
        assertThat(Optional.of(Secret.ofUtf8("secret"))).hasToString("Optional[(secret)]");
    }
}
