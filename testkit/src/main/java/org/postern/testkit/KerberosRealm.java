package org.postern.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A realm with a KDC of MIT Kerberos, unpacked from Debian's packages, on a free port of 127.0.0.1.
public final class KerberosRealm implements AutoCloseable {
    private final Path folder;
    private final String realm;
    private final Process kdc;

    private KerberosRealm(Path folder, String realm, Process kdc) {
        this.folder = folder;
        this.realm = realm;
        this.kdc = kdc;
    }

    /// Starts one; its database, `krb5.conf` and everything else lie in the folder.
    ///
    /// @param realm for example `EXAM.TEST`, which hosts below `exam.test` belong to
    public static KerberosRealm start(Path folder, String realm) throws IOException, InterruptedException {
        int port = FreePorts.find(1).getFirst();
        Path plugin;
        try (Stream<Path> files = Files.walk(Peers.tree("kerberos"))) {
            plugin = files.filter(file -> file.endsWith("db2.so")).findFirst().orElseThrow();
        }
        Files.writeString(folder.resolve("krb5.conf"), """
                [libdefaults]
                 default_realm = %1$s
                 dns_lookup_kdc = false
                 dns_lookup_realm = false
                 dns_canonicalize_hostname = false
                 rdns = false
                 default_keytab_name = FILE:%2$s/keytab
                 default_ccache_name = FILE:%2$s/tickets
                [domain_realm]
                 .%3$s = %1$s
                [realms]
                 %1$s = {
                  kdc = 127.0.0.1:%4$d
                 }
                """.formatted(
                        realm, folder, realm.toLowerCase(java.util.Locale.ROOT), port));
        Files.writeString(folder.resolve("kdc.conf"), """
                [realms]
                 %4$s = {
                  kdc_ports = %1$d
                  kdc_tcp_ports = %1$d
                  database_name = %2$s/principal
                  key_stash_file = %2$s/stash
                 }
                [dbmodules]
                 db_module_dir = %3$s
                [logging]
                 kdc = STDERR
                """.formatted(port, folder, plugin.getParent(), realm));
        run(folder, "", "kdb5_util", "create", "-r", realm, "-s", "-P", "master");
        Process kdc = program(folder, "krb5kdc", "-n", "-r", realm).start();
        KerberosRealm started = new KerberosRealm(folder, realm, kdc);
        byte[] said = new byte[4096];
        StringBuilder output = new StringBuilder();
        while (output.indexOf("commencing operation") < 0) {
            int count = kdc.getInputStream().read(said);
            if (count <= 0) {
                throw new AssertionError("krb5kdc says " + output);
            }
            output.append(new String(said, 0, count, StandardCharsets.ISO_8859_1));
        }
        return started;
    }

    /// Where the realm is found: a `krb5.conf` for libraries of MIT and of the JDK.
    public Path configuration() {
        return folder.resolve("krb5.conf");
    }

    /// The keys of [#service].
    public Path keytab() {
        return folder.resolve("keytab");
    }

    /// Adds a user with a password.
    public void user(String name, String password) throws IOException, InterruptedException {
        administrate("addprinc -pw " + password + " " + name);
    }

    /// Adds a service, for example `smtp/mx.exam.test`, and its key to the keytab.
    public void service(String principal) throws IOException, InterruptedException {
        administrate("addprinc -randkey " + principal);
        administrate("ktadd -k " + keytab() + " " + principal);
    }

    /// Gets a ticket for a user, into the file `tickets` of the folder, which [#configuration] names.
    public void login(String user, String password) throws IOException, InterruptedException {
        run(folder, password + "\n", "kinit", user);
    }

    private void administrate(String query) throws IOException, InterruptedException {
        run(folder, "", "kadmin.local", "-r", realm, "-q", query);
    }

    private static ProcessBuilder program(Path folder, String... words) {
        List<String> command = new ArrayList<>(List.of(words));
        command.set(0, Peers.program("kerberos", words[0]).toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "KRB5_CONFIG", folder.resolve("krb5.conf").toString(),
                        "KRB5_KDC_PROFILE", folder.resolve("kdc.conf").toString()));
        return builder;
    }

    private static void run(Path folder, String input, String... words) throws IOException, InterruptedException {
        Process process = program(folder, words).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.ISO_8859_1));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        if (process.waitFor() != 0) {
            throw new AssertionError(List.of(words) + ": " + output);
        }
    }

    @Override
    public void close() {
        ProcessFamily.end(kdc, 5);
    }
}
