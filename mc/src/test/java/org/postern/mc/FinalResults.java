package org.postern.mc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.postern.cf.AddressTest;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationReader;
import org.postern.cf.DiskFiles;
import org.postern.cf.StartingPoint;
import org.postern.dns.TableResolver;
import org.postern.maps.LdapDefaults;
import org.postern.maps.MapEnvironment;
import org.postern.maps.MapNeighbours;
import org.postern.maps.MapSet;

/// What a configuration makes of addresses in the end: the answers of the address test without the steps between.
final class FinalResults {
    static final String HOST = "mail.oracle.test";
    private static final int LARGEST_FILE = 1 << 24;

    private static final int STEP_NAME = 25;
    private static final Pattern STEP = Pattern.compile(".{16}(   input:| returns:).*");
    private static final Pattern INTRODUCTION = Pattern.compile("(Trying|Cracked|Parsing) .*");
    private static final Pattern QUESTION = Pattern.compile(
            "(Pipe,)?(check_?(relay|mail|rcpt|compat|other|vrfy|expn|etrn|data|eom)|tls_(client|server|rcpt)|try_tls|trust_auth|(Rate|Conn)Control) .*");

    private final Configuration configuration;
    private final AddressTest test;

    FinalResults(Path cf, TableResolver names) {
        StartingPoint start = StartingPoint.of(HOST, HOST, List.of("192.0.2.1", "127.0.0.1"), "8.17.1.9");
        this.configuration = new ConfigurationReader(new DiskFiles(LARGEST_FILE), start)
                .read(cf.toString(), ConfigurationOverrides.NONE);
        MapNeighbours none = MapNeighbours.none();
        LdapDefaults directory = new LdapDefaults(configuration.options().text(CfOption.LDAP_DEFAULT_SPEC), HOST, "");
        MapEnvironment environment = MapEnvironment.of(names)
                .withNeighbours(new MapNeighbours(
                        none.programs(), none.secrets(), none.directories(), directory, none.userDatabase()));
        MapSet maps = MapSet.open(configuration.maps(), environment);
        this.test = new AddressTest(configuration, maps::find, AddressTest.Hosts.NONE);
    }

    /// What was wrong in the file, without the places.
    List<String> diagnostics() {
        return configuration.diagnostics().stream()
                .map(found -> found.text().replaceFirst(".* line \\d+: ", ""))
                .sorted()
                .toList();
    }

    /// The mailers, sorted, without their numbers.
    List<String> mailers() {
        return test.answer("=M")
                .lines()
                .map(line -> line.replaceFirst("^mailer \\d+ ", ""))
                .sorted()
                .toList();
    }

    /// What `line` comes to: the workspace that the last rule set returns, the triple of `/parse`, the address of
    /// `/try`; before it what was reported. Rule sets that only accept or refuse have either `accepted` or their
    /// refusal.
    String of(String line) {
        return summary(line, test.answer(line));
    }

    /// The same of what an address test printed.
    static String summary(String line, String answer) {
        if (answer.contains("excessive recursion")) {
            return "endless";
        }
        List<String> reported = new ArrayList<>();
        String last = "";
        for (String one : answer.lines().toList()) {
            if (STEP.matcher(one).matches()) {
                last = one.substring(STEP_NAME).strip();
            } else if (one.startsWith("mailer ") || one.startsWith("Rcode = ")) {
                last = one;
            } else if (!INTRODUCTION.matcher(one).matches()) {
                reported.add(one.replaceAll("\\(\\d+\\) status", "status"));
            }
        }
        last = reply(last.replace(" $@ $: ", " $: "));
        if (QUESTION.matcher(line).matches() && !last.startsWith("$# error") && !last.startsWith("$# discard")) {
            last = "accepted";
        }
        return String.join(" / ", reported) + (reported.isEmpty() ? "" : " => ") + last;
    }

    /// A reply as text: where its tokens are divided does not matter. Behind "authentication failure" sendmail's
    /// library prints the wrong word, so it is not compared.
    private static String reply(String workspace) {
        int text = workspace.indexOf(" $: ");
        if (!workspace.startsWith("$# error ") || text < 0) {
            return workspace;
        }
        String words = workspace
                .substring(text)
                .replace("\"", "")
                .replaceAll(" +", " ")
                .strip();
        return workspace.substring(0, text) + " " + words.replaceFirst("( authentication failure) .*", "$1");
    }
}
