package org.postern.programs.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.base.Ascii;
import org.postern.programs.profile.SystemProfile;
import org.postern.sasl.Secret;
import org.postern.sasl.SecretTable;
import org.postern.sasl.StoredSecrets;
import org.postern.sasl.UserName;
import org.postern.testkit.FakeClock;
import org.postern.testkit.ProgramRun;
import org.postern.tls.CertificateMaker;
import org.postern.tls.CertificateSubject;

/// Faults for the audit to find, each planted alone into a clean host.
///
/// @param name of the finding
/// @param subject how its subject begins
/// @param profile the kind of host
/// @param plant how the fault comes in
record PlantedFaultTable(String name, String subject, SystemProfile profile, Step plant) {
    /// A change to a host.
    interface Step {
        void on(AuditedTree tree) throws IOException;
    }

    private static final String ALIASES = "etc/mail/aliases";
    private static final String MC = "etc/mail/sendmail.mc";

    /// What another fault hides or undoes.
    private static final Set<String> ALONE = Set.of(
            "host-name /etc/hosts",
            "password-in-the-clear /etc/sasldb2",
            "nobody-can-log-in /etc/sasldb2",
            "mailnull-missing mailnull",
            "default-user-root DefaultUser",
            "default-user-unknown DefaultUser",
            "run-as-user-root RunAsUser",
            "run-as-user-unknown RunAsUser",
            "trusted-user-unknown TrustedUser",
            "submission-account-missing smmsp",
            "profile-submission submit.cf",
            "certificate-missing /etc/mail/certs/cert.pem",
            "certificate-broken /etc/mail/certs/cert.pem",
            "relay-by-sender check_rcpt",
            "privacy PrivacyOptions=novrfy",
            "blame DontBlameSendmail=NonRootSafeAddr",
            "key-small /etc/mail/certs/cert.pem",
            "key-readable /etc/mail/certs/key.pem",
            "sendmail-writable /usr/sbin/sendmail",
            "key-unfit /etc/mail/certs/key.pem",
            "certificate-ends-soon /etc/mail/certs/cert.pem",
            "certificate-name /etc/mail/certs/cert.pem",
            "sendmail-set-group-id /usr/sbin/sendmail",
            "smrsh-program-writable /usr/bin/vacation",
            "smrsh-writable /etc/mail/smrsh",
            "alias-file-outside /etc/mail/aliases:",
            "log-writable /var/log/mail.log",
            "mailbox-group /var/mail/alice",
            "queue-file-mode /var/spool/mqueue/qf6APIuL00026010",
            "queue-group /var/spool/mqueue",
            "forward-refused /var/tmp/bob/.forward",
            "trusted-user-login TrustedUser",
            "class-t-login class t",
            "file-refused /etc/mail/trusted-users",
            "sendmail-old /usr/sbin/sendmail",
            "mailer-root mailer prog",
            "mailer-root mailer own",
            "mailer-set-user mailer prog");

    @Override
    public String toString() {
        return name + " " + subject;
    }

    private static PlantedFaultTable of(String name, String subject, Step plant) {
        return new PlantedFaultTable(name, subject, SystemProfile.LOGINS, plant);
    }

    private static PlantedFaultTable of(SystemProfile profile, String name, String subject, Step plant) {
        return new PlantedFaultTable(name, subject, profile, plant);
    }

    static List<PlantedFaultTable> all() {
        return java.util.stream.Stream.of(
                        files(),
                        queues(),
                        accounts(),
                        users(),
                        unknown(),
                        aliases(),
                        programs(),
                        tls(),
                        options(),
                        profiles(),
                        names(),
                        secrets())
                .flatMap(List::stream)
                .toList();
    }

    /// Those that one host can have at the same time, what compiles the configuration first.
    static List<PlantedFaultTable> together() {
        return all().stream()
                .filter(fault -> fault.profile() == SystemProfile.LOGINS)
                .filter(fault -> !ALONE.contains(fault.toString()))
                .collect(Collectors.toMap(
                        PlantedFaultTable::toString, fault -> fault, (first, _) -> first, LinkedHashMap::new))
                .values()
                .stream()
                .toList()
                .reversed();
    }

    private static List<PlantedFaultTable> files() {
        return List.of(
                of("directory-writable", "/etc/mail", tree -> tree.mode("etc/mail", "0775")),
                of("directory-writable", "/var", tree -> tree.mode("var", "0777")),
                of("directory-owner", "/etc/mail", tree -> tree.own("etc/mail", AuditedTree.ALICE, "0755")),
                of(
                        "configuration-writable",
                        "/etc/mail/sendmail.cf",
                        tree -> tree.mode("etc/mail/sendmail.cf", "0664")),
                of("configuration-writable", "/etc/mail/submit.cf", tree -> tree.mode("etc/mail/submit.cf", "0646")),
                of("configuration-writable", "/etc/mail/sendmail.mc", tree -> tree.mode(MC, "0664")),
                of(
                        "configuration-owner",
                        "/etc/mail/sendmail.cf",
                        tree -> tree.own("etc/mail/sendmail.cf", AuditedTree.ALICE, "0644")),
                of("map-writable", "/etc/mail/access.db", tree -> tree.mode("etc/mail/access.db", "0666")),
                of("map-writable", "/etc/mail/access", tree -> tree.mode("etc/mail/access", "0664")),
                of("map-owner", "/etc/mail/access.db", tree -> tree.own("etc/mail/access.db", AuditedTree.BOB, "0644")),
                of("aliases-writable", "/etc/mail/aliases", tree -> tree.mode(ALIASES, "0664")),
                of(
                        "class-file-writable",
                        "/etc/mail/local-host-names",
                        tree -> tree.mode("etc/mail/local-host-names", "0666")),
                of("file-symbolic-link", "/etc/mail/local-host-names", tree -> {
                    Files.move(tree.path("etc/mail/local-host-names"), tree.path("etc/names"));
                    Files.createSymbolicLink(tree.path("etc/mail/local-host-names"), Path.of("../names"));
                }),
                of(
                        "file-hard-link",
                        "/etc/mail/aliases",
                        tree -> Files.createLink(tree.path("home/alice/mine"), tree.path(ALIASES))),
                of("secret-readable", "/etc/sasldb2", tree -> tree.write("etc/sasldb2", "")),
                of("secret-readable", "/etc/mail/default-auth-info", tree -> {
                    tree.mc("define(`confDEF_AUTH_INFO', `/etc/mail/default-auth-info')dnl");
                    tree.write("etc/mail/default-auth-info", "alice\n").own("etc/mail/default-auth-info", 0, "0640");
                }),
                of(
                        "secret-readable",
                        "/etc/mail/authinfo",
                        tree -> tree.mc("FEATURE(`authinfo')dnl")
                                .write("etc/mail/authinfo", "AuthInfo:x \"U:a\" \"P:b\"\n")));
    }

    /// Gives bob rights by a POSIX access list, as setfacl does; perl is in every Debian, setfacl is not.
    private static void accessList(AuditedTree tree, String kind, String name, int rights) {
        ProgramRun.of(
                        List.of(
                                "perl",
                                "-e",
                                "$v = pack('V' . 'vvV' x 5, 2, 1,$ARGV[3],-1, 2,$ARGV[2],1001, 4,$ARGV[4],-1,"
                                        + " 16,$ARGV[2],-1, 32,$ARGV[4],-1);"
                                        + " syscall(`uname -m` =~ /x86_64/ ? 188 : 5, $ARGV[1],"
                                        + " \"system.posix_acl_$ARGV[0]\", $v, length($v), 0) == 0 or die \"$!\\n\"",
                                kind,
                                tree.path(name).toString(),
                                Integer.toString(rights),
                                Integer.toString(name.contains("sasl") ? 6 : 7),
                                Integer.toString(name.contains("sasl") ? 0 : 5)),
                        "",
                        Path.of("/"),
                        10)
                .succeeded();
    }

    private static List<PlantedFaultTable> queues() {
        return List.of(
                of("access-list-writable", "/etc/mail", tree -> accessList(tree, "access", "etc/mail", 7)),
                of("access-list-of-new-files", "/etc/mail", tree -> accessList(tree, "default", "etc/mail", 7)),
                of("access-list-readable", "/etc/sasldb2", tree -> {
                    tree.write("etc/sasldb2", "").own("etc/sasldb2", 0, "0600");
                    accessList(tree, "access", "etc/sasldb2", 4);
                }),
                of("queue-mode", "/var/spool/mqueue", tree -> tree.mode("var/spool/mqueue", "0755")),
                of("queue-group", "/var/spool/mqueue", tree -> tree.mode("var/spool/mqueue", "0750")),
                of("queue-owner", "/var/spool/mqueue", tree -> tree.own("var/spool/mqueue", AuditedTree.BOB, "0700")),
                of("client-queue-mode", "/var/spool/clientmqueue", tree -> tree.mode("var/spool/clientmqueue", "0777")),
                of(
                        "client-queue-owner",
                        "/var/spool/clientmqueue",
                        tree -> tree.own("var/spool/clientmqueue", AuditedTree.BOB, "0770")),
                of(
                        "queue-file-mode",
                        "/var/spool/mqueue/qf6APIuL00026010",
                        tree -> tree.write("var/spool/mqueue/qf6APIuL00026010", "V8\n")
                                .own("var/spool/mqueue/qf6APIuL00026010", AuditedTree.SMMTA, "0644")),
                of(
                        "queue-file-owner",
                        "/var/spool/mqueue/df6APIuL00026010",
                        tree -> tree.write("var/spool/mqueue/df6APIuL00026010", "text\n")
                                .own("var/spool/mqueue/df6APIuL00026010", AuditedTree.ALICE, "0600")),
                of("client-queue-old", "/var/spool/clientmqueue", tree -> {
                    tree.write("var/spool/clientmqueue/qf6APIuL00026011", "V8\n")
                            .own("var/spool/clientmqueue/qf6APIuL00026011", AuditedTree.SMMSP, "0660");
                    Files.setLastModifiedTime(
                            tree.path("var/spool/clientmqueue/qf6APIuL00026011"),
                            java.nio.file.attribute.FileTime.from(FakeClock.BEGIN.minus(Duration.ofHours(5))));
                }),
                of("queue-file-mode-option", "QueueFileMode", tree -> tree.mc("define(`confQUEUE_FILE_MODE', `0644')")),
                of("temp-file-mode-option", "TempFileMode", tree -> tree.mc("define(`confTEMP_FILE_MODE', `0666')")));
    }

    private static List<PlantedFaultTable> accounts() {
        return List.of(
                of(
                        "mailnull-missing",
                        "mailnull",
                        tree -> tree.replace(
                                        "etc/passwd", "mailnull:x:61003:61003::/nonexistent:/usr/sbin/nologin\n", "")
                                .replace("etc/group", "mailnull:x:61003:\n", "")
                                .replace("etc/shadow", "mailnull:*:19000:0:99999:7:::\n", "")),
                of("default-user-root", "DefaultUser", tree -> tree.mc("define(`confDEF_USER_ID', `0:0')")),
                of(
                        "default-user-shell",
                        "mailnull",
                        tree -> tree.replace(
                                "etc/passwd", "61003::/nonexistent:/usr/sbin/nologin", "61003::/nonexistent:/bin/sh")),
                of(
                        "default-user-password",
                        "mailnull",
                        tree -> tree.replace("etc/shadow", "mailnull:*:", "mailnull:$6$salt$hash:")
                                .own("etc/shadow", 0, "0640")),
                of(
                        "default-user-files",
                        "mailnull",
                        tree -> tree.write("opt/tool", "").own("opt/tool", AuditedTree.MAILNULL, "0755")),
                of("run-as-user-root", "RunAsUser", tree -> tree.mc("define(`confRUN_AS_USER', `smmta:0')")),
                of("trusted-user-login", "TrustedUser", tree -> tree.mc("define(`confTRUSTED_USER', `bob')")),
                of("class-t-login", "class t", tree -> tree.mc("define(`confTRUSTED_USERS', `alice daemon')")),
                of("class-t-login", "class t", tree -> tree.mc("define(`confTRUSTED_USERS', `alice')")),
                of(
                        "class-t-login",
                        "class t",
                        tree -> tree.mc("FEATURE(`use_ct_file')").write("etc/mail/trusted-users", "# who\nalice\n")),
                of(
                        "submission-account-login",
                        "smmsp",
                        tree -> tree.replace(
                                "etc/passwd", "61002::/nonexistent:/usr/sbin/nologin", "61002::/nonexistent:/bin/sh")));
    }

    private static List<PlantedFaultTable> users() {
        return List.of(
                of("shells-wildcard", "/etc/shells", tree -> tree.append("etc/shells", "/SENDMAIL/ANY/SHELL/\n")),
                of(
                        "mailbox-readable",
                        "/var/mail/alice",
                        tree -> tree.write("var/mail/alice", "").own("var/mail/alice", AuditedTree.ALICE, "0604")),
                of(
                        "mailbox-group",
                        "/var/mail/alice",
                        tree -> tree.write("var/mail/alice", "").own("var/mail/alice", AuditedTree.ALICE, "0660")),
                of(
                        "mailbox-owner",
                        "/var/mail/bob",
                        tree -> tree.write("var/mail/bob", "").own("var/mail/bob", AuditedTree.ALICE, "0600")),
                of("mailbox-directory-writable", "/var/mail", tree -> tree.mode("var/mail", "0777")),
                of("log-readable", "/var/log/mail.log", tree -> tree.mode("var/log/mail.log", "0644")),
                of(SystemProfile.ACCOUNTS, "forward-shared", "/var/forward", tree -> tree.mode("var/forward", "0777")),
                of(
                        "forward-refused",
                        "/home/alice/.forward",
                        tree -> tree.write("home/alice/.forward", "bob\n")
                                .own("home/alice/.forward", AuditedTree.ALICE, "0664")),
                of("forward-refused", "/var/tmp/bob/.forward", tree -> {
                    Files.delete(tree.path("home/bob"));
                    tree.replace("etc/passwd", "/home/bob", "/var/tmp/bob").folder("var/tmp/bob");
                    tree.mode("var/tmp", "1777").own("var/tmp/bob", AuditedTree.BOB, "0755");
                    tree.write("var/tmp/bob/.forward", "alice\n").own("var/tmp/bob/.forward", AuditedTree.BOB, "0644");
                }));
    }

    private static List<PlantedFaultTable> unknown() {
        return List.of(
                of("run-as-user-unknown", "RunAsUser", tree -> tree.mc("define(`confRUN_AS_USER', `nemo')")),
                of("default-user-unknown", "DefaultUser", tree -> tree.mc("define(`confDEF_USER_ID', `nemo')")),
                of("trusted-user-unknown", "TrustedUser", tree -> tree.mc("define(`confTRUSTED_USER', `nemo')")),
                of(
                        "submission-account-missing",
                        "smmsp",
                        tree -> tree.replace("etc/passwd", "smmsp:x:61002:61002::/nonexistent:/usr/sbin/nologin\n", "")
                                .replace("etc/group", "smmsp:x:61002:\n", "")
                                .replace("etc/shadow", "smmsp:*:19000:0:99999:7:::\n", "")),
                of("log-writable", "/var/log/mail.log", tree -> tree.mode("var/log/mail.log", "0642")),
                of(
                        "statistics-missing",
                        "/var/log/sendmail.st",
                        tree -> tree.mc("define(`STATUS_FILE', `/var/log/sendmail.st')")),
                of("aliases-of-server", "/etc/mail/aliases", tree -> tree.own(ALIASES, AuditedTree.SMMTA, "0644")),
                of("file-refused", "/etc/mail/trusted-users", tree -> {
                    tree.mc("FEATURE(`use_ct_file')").folder("etc/mail/trusted-users");
                }));
    }

    private static List<PlantedFaultTable> aliases() {
        return List.of(
                of("alias-decode", "/etc/mail/aliases:", tree -> alias(tree, "decode: \"|/usr/bin/uudecode\"")),
                of("alias-interpreter", "/etc/mail/aliases:", tree -> alias(tree, "run: \"|/bin/sh -s\"")),
                of(
                        "alias-owner-program",
                        "/etc/mail/aliases:",
                        tree -> alias(tree, "owner-team: \"|/usr/bin/vacation bob\"")),
                of("alias-file-outside", "/etc/mail/aliases:", tree -> alias(tree, "archive: /var/mail/archive")),
                of("alias-file-set-id", "/home/alice/box", tree -> {
                    alias(tree, "box: /home/alice/box");
                    tree.write("home/alice/box", "").own("home/alice/box", AuditedTree.ALICE, "4600");
                }),
                of("alias-nobody", "/etc/mail/aliases:", tree -> alias(tree, "sales: carol")),
                of("alias-nobody", "/etc/mail/aliases:", tree -> tree.replace(ALIASES, "root:\talice", "root: carol")),
                of("alias-nobody", "/etc/mail/aliases:", tree -> alias(tree, "sales: alice,\n\tcarol,\\\nbob")),
                of("alias-malformed", "/etc/mail/aliases:", tree -> alias(tree, "nothing behind it")),
                of("alias-malformed", "/etc/mail/aliases:", tree -> alias(tree, "nothing behind\n\tit, two lines")),
                of("alias-file-special", "/etc/mail/aliases:", tree -> {
                    tree.folder("home/alice/folder");
                    alias(tree, "folder: /home/alice/folder");
                }),
                of("list-writable", "/var/lib/lists/team", tree -> tree.mode("var/lib/lists/team", "0664")),
                of("directory-writable", "/var/lib/lists", tree -> tree.mode("var/lib/lists", "0775")),
                of("directory-writable", "/var/lib/lists", tree -> tree.mode("var/lib/lists", "1777")),
                of("directory-writable", "/var/tmp", tree -> {
                    tree.folder("var/tmp").mode("var/tmp", "1777").write("var/tmp/a+b.list", "alice\n");
                    alias(tree, "all: :include:/var/tmp/a+b.list");
                }),
                of("directory-writable", "/var/tmp", tree -> {
                    tree.folder("var/tmp").mode("var/tmp", "1777").write("var/tmp/names", "host.example\n");
                    tree.mc("define(`confCW_FILE', `/var/tmp/names')dnl");
                }),
                of("list-missing", "/etc/mail/aliases:", tree -> alias(tree, "all: :include:/var/lib/lists/all")),
                of("root-undefined", "root", tree -> tree.replace(ALIASES, "root:\talice", "# root")),
                of(
                        "aliases-stale",
                        "/etc/mail/aliases",
                        tree -> Files.setLastModifiedTime(
                                tree.path("etc/mail/aliases.db"),
                                java.nio.file.attribute.FileTime.from(FakeClock.BEGIN.minus(Duration.ofDays(90))))));
    }

    /// A new alias, and the data base after it.
    private static void alias(AuditedTree tree, String entry) throws IOException {
        tree.append(ALIASES, entry + "\n");
    }

    private static List<PlantedFaultTable> programs() {
        return List.of(
                of(
                        "sendmail-old",
                        "/usr/sbin/sendmail",
                        tree -> tree.write("usr/sbin/sendmail", "\u007fELF sendmail\0008.17.1.9\000")
                                .own("usr/sbin/sendmail", 0, "0755")),
                of(
                        "smrsh-interpreter",
                        "/etc/mail/smrsh/procmail",
                        tree -> Files.createSymbolicLink(
                                tree.path("etc/mail/smrsh/procmail"), Path.of("/usr/bin/procmail"))),
                of("smrsh-link", "/etc/mail/smrsh/tool", tree -> {
                    tree.write("home/bob/tool", "").own("home/bob/tool", 0, "0755");
                    Files.createSymbolicLink(tree.path("etc/mail/smrsh/tool"), Path.of("/home/bob/tool"));
                }),
                of("smrsh-owner", "/etc/mail/smrsh", tree -> tree.own("etc/mail/smrsh", AuditedTree.BOB, "0755")),
                of(
                        "smrsh-program-owner",
                        "/usr/bin/vacation",
                        tree -> tree.own("usr/bin/vacation", AuditedTree.BOB, "0755")),
                of("sendmail-writable", "/usr/sbin/sendmail", tree -> tree.mode("usr/sbin/sendmail", "0775")),
                of("smrsh-writable", "/etc/mail/smrsh", tree -> tree.mode("etc/mail/smrsh", "0777")),
                of("smrsh-program-writable", "/usr/bin/vacation", tree -> tree.mode("usr/bin/vacation", "0775")),
                of(
                        "prog-shell",
                        "mailer prog",
                        tree -> tree.replace(MC, "FEATURE(`smrsh')dnl\n", "").compile()),
                of(
                        "mailer-set-id",
                        "/usr/bin/procmail",
                        tree -> tree.mc("FEATURE(`local_procmail', `/usr/bin/procmail')")
                                .mode("usr/bin/procmail", "2755")),
                of("procmail-local", "mailer local", tree -> tree.mc("FEATURE(`local_procmail')")),
                of(
                        "mailer-root",
                        "mailer prog",
                        tree -> tree.replace("etc/mail/sendmail.cf", "Mprog,", "Mprog, U=root,")),
                of(
                        "mailer-root",
                        "mailer own",
                        tree -> tree.append(
                                        MC,
                                        "MAILER_DEFINITIONS\nMown, P=/usr/bin/vacation, F=lsDFMoqeu9,\n"
                                                + "\t\tU=root:root, A=vacation $u\n")
                                .compile()),
                of(
                        "mailer-set-user",
                        "mailer prog",
                        tree -> tree.replace("etc/mail/sendmail.cf", "Mprog,", "Mprog, U=bob,")
                                .replace("etc/mail/sendmail.cf", "F=lsDFMoqeu9", "F=lsDFMoqeu9S")),
                of("sendmail-set-user-id", "/usr/sbin/sendmail", tree -> tree.mode("usr/sbin/sendmail", "4755")),
                of("sendmail-set-group-id", "/usr/sbin/sendmail", tree -> tree.mode("usr/sbin/sendmail", "2755")));
    }

    private static List<PlantedFaultTable> tls() {
        return List.of(
                of("key-readable", "/etc/mail/certs/key.pem", tree -> {
                    certificate(tree, FakeClock.BEGIN, 365, "host.example");
                    tree.mode("etc/mail/certs/key.pem", "0644");
                }),
                of(
                        "certificate-expired",
                        "/etc/mail/certs/cert.pem",
                        tree -> certificate(tree, FakeClock.BEGIN.minus(Duration.ofDays(400)), 365, "host.example")),
                of(
                        "certificate-ends-soon",
                        "/etc/mail/certs/cert.pem",
                        tree -> certificate(tree, FakeClock.BEGIN, 20, "host.example")),
                of(
                        "certificate-name",
                        "/etc/mail/certs/cert.pem",
                        tree -> certificate(tree, FakeClock.BEGIN, 365, "other.example")),
                of("certificate-missing", "/etc/mail/certs/cert.pem", tree -> {
                    certificate(tree, FakeClock.BEGIN, 365, "host.example");
                    Files.delete(tree.path("etc/mail/certs/cert.pem"));
                }),
                of("certificate-broken", "/etc/mail/certs/cert.pem", tree -> {
                    certificate(tree, FakeClock.BEGIN, 365, "host.example");
                    tree.write("etc/mail/certs/cert.pem", "no certificate\n");
                }),
                of("key-unfit", "/etc/mail/certs/key.pem", tree -> {
                    certificate(tree, FakeClock.BEGIN, 365, "host.example");
                    String first = Files.readString(tree.path("etc/mail/certs/cert.pem"));
                    certificate(tree, FakeClock.BEGIN, 365, "host.example");
                    tree.write("etc/mail/certs/cert.pem", first);
                }),
                of("key-small", "/etc/mail/certs/cert.pem", tree -> {
                    certificate(tree, FakeClock.BEGIN, 365, "host.example");
                    smallKey(tree);
                }),
                of(
                        "auth-without-tls",
                        "AuthOptions",
                        tree -> tree.mc("define(`confAUTH_MECHANISMS', `PLAIN LOGIN')")
                                .mc("define(`confAUTH_OPTIONS', `A')")));
    }

    private static void smallKey(AuditedTree tree) throws IOException {
        ProgramRun.of(
                        List.of(
                                "openssl",
                                "req",
                                "-x509",
                                "-newkey",
                                "rsa:1024",
                                "-nodes",
                                "-subj",
                                "/CN=host.example",
                                "-keyout",
                                tree.path("etc/mail/certs/key.pem").toString(),
                                "-out",
                                tree.path("etc/mail/certs/cert.pem").toString()),
                        "",
                        Path.of("/"),
                        60)
                .succeeded();
        tree.own("etc/mail/certs/key.pem", 0, "0600").own("etc/mail/certs/cert.pem", 0, "0644");
    }

    /// A certificate of the host's, and its key.
    static void certificate(AuditedTree tree, Instant from, int days, String host) throws IOException {
        tree.folder("etc/mail/certs");
        if (!Files.exists(tree.path("etc/mail/certs/cert.pem"))) {
            tree.mc("define(`confDOMAIN_NAME', `host.example')")
                    .mc("define(`confSERVER_CERT', `/etc/mail/certs/cert.pem')")
                    .mc("define(`confSERVER_KEY', `/etc/mail/certs/key.pem')");
        }
        try {
            CertificateMaker.Made made = new CertificateMaker(new FakeClock(from), new SecureRandom())
                    .selfSigned(
                            new CertificateSubject(host, "", List.of(host)),
                            CertificateMaker.Use.SERVER,
                            CertificateMaker.KeyKind.EC,
                            days);
            tree.write("etc/mail/certs/cert.pem", made.certificate());
            tree.write("etc/mail/certs/key.pem", made.key()).own("etc/mail/certs/key.pem", 0, "0600");
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static List<PlantedFaultTable> options() {
        return List.of(
                of(
                        "blame",
                        "DontBlameSendmail=GroupWritableAliasFile",
                        tree -> tree.mc("define(`confDONT_BLAME_SENDMAIL', `GroupWritableAliasFile')")),
                of(
                        "blame",
                        "DontBlameSendmail=NonRootSafeAddr",
                        tree -> tree.mc("define(`confDONT_BLAME_SENDMAIL', `NonRootSafeAddr')")),
                of("safe-file-environment", "SafeFileEnvironment", tree -> tree.mc("define(`confSAFE_FILE_ENV', `/')")),
                of(
                        "privacy",
                        "PrivacyOptions=authwarnings",
                        tree -> tree.mc(
                                "define(`confPRIVACY_FLAGS', `novrfy,noexpn,restrictqrun,restrictmailq,restrictexpand')")),
                of(
                        "privacy",
                        "PrivacyOptions=novrfy",
                        tree -> tree.mc(
                                "define(`confPRIVACY_FLAGS', `authwarnings,noexpn,restrictqrun,restrictmailq,restrictexpand')")),
                of("limit-missing", "MaxMessageSize", tree -> tree.mc("define(`confMAX_MESSAGE_SIZE', `0')")),
                of("limit-missing", "BadRcptThrottle", tree -> tree.mc("define(`confBAD_RCPT_THROTTLE', `0')")),
                of("log-level", "LogLevel", tree -> tree.mc("define(`confLOG_LEVEL', `4')")),
                of("relay-open", "check_rcpt", tree -> tree.mc("FEATURE(`promiscuous_relay')")),
                of(
                        "relay-open",
                        "check_rcpt",
                        tree -> tree.write("etc/mail/access", "Connect:203.0.113\tRELAY\n")
                                .maps()),
                of("relay-by-sender", "check_rcpt", tree -> tree.mc("FEATURE(`relay_local_from')")),
                of(
                        "submission-without-auth",
                        "DaemonPortOptions",
                        tree -> tree.replace(MC, "M=Ea", "M=E").compile()),
                of(
                        "submission-without-auth",
                        "DaemonPortOptions",
                        tree -> tree.replace(MC, "M=Ea", "M=E, children=20, Listen=30")
                                .compile()),
                of(
                        "mail-port-with-auth",
                        "DaemonPortOptions",
                        tree -> tree.replace(MC, "Name=MTA'", "Name=MTA, M=a'").compile()),
                of("profile-submission", "submit.cf", tree -> {
                    Files.delete(tree.path("etc/mail/submit.cf"));
                    Files.delete(tree.path("etc/mail/submit.mc"));
                }));
    }

    private static List<PlantedFaultTable> names() {
        return List.of(
                of("host-name", "/etc/hosts", tree -> tree.write("etc/hosts", "127.0.0.1 localhost\n127.0.1.1 host\n")),
                of(
                        "host-name",
                        "/etc/hosts",
                        tree -> tree.write("etc/hosts", "127.0.0.1 localhost host.example host\n")),
                of("host-name", "/etc/hosts", tree -> tree.write("etc/hostname", "localhost\n")));
    }

    private static List<PlantedFaultTable> secrets() {
        return List.of(
                of("password-in-the-clear", "/etc/sasldb2", tree -> {
                    tree.mc("define(`confAUTH_MECHANISMS', `SCRAM-SHA-256 PLAIN')");
                    StoredSecrets secrets =
                            StoredSecrets.derive(Secret.ofUtf8("correct horse"), true, new SecureRandom());
                    SecretTable table = SecretTable.EMPTY.with(new UserName("alice", "host.example"), secrets);
                    tree.write(AuditedTree.SECRETS, Ascii.text(table.encode())).own(AuditedTree.SECRETS, 0, "0600");
                }),
                of("nobody-can-log-in", "/etc/sasldb2", tree -> Files.delete(tree.path(AuditedTree.SECRETS))));
    }

    private static List<PlantedFaultTable> profiles() {
        return List.of(
                of(
                        SystemProfile.FIREWALL,
                        "profile-members",
                        "mailer local",
                        tree -> tree.replace(MC, "MODIFY_MAILER_FLAGS(`LOCAL', `-|/:')dnl\n", "")
                                .compile()),
                of(
                        SystemProfile.FIREWALL,
                        "profile-safe-file-environment",
                        "SafeFileEnvironment",
                        tree -> tree.replace(MC, "define(`confSAFE_FILE_ENV', `/nonexistent')dnl\n", "")
                                .compile()),
                of(
                        SystemProfile.FIREWALL,
                        "profile-run-as-user",
                        "RunAsUser",
                        tree -> tree.replace(MC, "define(`confRUN_AS_USER', `smmta')dnl\n", "")
                                .compile()),
                of(
                        SystemProfile.FIREWALL,
                        "profile-alias",
                        "/etc/mail/aliases:",
                        tree -> alias(tree, "majordomo: \"|/usr/lib/majordomo/wrapper majordomo\"")),
                of(
                        SystemProfile.MAILSTORE,
                        "profile-forwarding",
                        "ForwardPath",
                        tree -> tree.mc("define(`confFORWARD_PATH', `$z/.forward')")),
                of(
                        SystemProfile.ACCOUNTS,
                        "profile-forward-home",
                        "ForwardPath",
                        tree -> tree.mc("define(`confFORWARD_PATH', `$z/.forward')")));
    }
}
