package org.postern.programs.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postern.testkit.Peers;

/// docs/talk-coverage.md: every slide has a section and a test, and both are there. ([DocumentNamesTest] looks at
/// links and at classes of tests.)
class TalkCoverageTest {
    private static final Path PAGE = Path.of("docs", "talk-coverage.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|$");
    private static final Pattern SECTION = Pattern.compile("\\]\\(([a-z/-]+\\.md)\\), \"([^\"]+)\"");
    private static final Pattern CHECK = Pattern.compile("`([a-z]+(?:-[a-z]+)*(?:-\\*)?)`");

    /// The titles of the slides that say something about a system, in their order.
    private static final List<String> SLIDES = List.of(
            "What do we mean by \"security\"?",
            "General security principles",
            "What does sendmail need root for?",
            "No more set-user-ID root",
            "Mail Transfer Agent",
            "Mail Submission Program",
            "Users special to sendmail",
            "RunAsUser",
            "Tuning file paths and permissions",
            "SafeFileEnvironment",
            "General things to secure",
            "File and directory modes",
            "Restrictive file access",
            "Clean aliases file",
            "smrsh",
            "Other tricks",
            "Running with chroot or jail",
            "Denial of service",
            "Controlling relaying and other access",
            "Privacy",
            "privacy of meta-information",
            "Message privacy",
            "SMTP authentication",
            "configuring it",
            "Client-side SMTP authentication",
            "Configuring Cyrus SASL",
            "Example SMTP AUTH session",
            "Transport Layer Security",
            "digital certificates",
            "configuring STARTTLS",
            "OpenSSL certificate creation",
            "STARTTLS operation",
            "restricting connections and recipients",
            "Allowing relaying with STARTTLS",
            "Controlling STARTTLS client",
            "controlling server features",
            "Logging",
            "Dealing with forgeries",
            "Tracing forgeries",
            "IDENT server",
            "System taxonomy",
            "Systems with user logins",
            "User accounts, no shell access",
            "POP/IMAP access only",
            "securing mail servers",
            "Running with Majordomo",
            "Firewall configuration",
            "Parting advice: keep up to date",
            "Parting advice: double check permissions, aliases",
            "Parting advice: block ports 25 and 587");

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(DocumentPages.text(PAGE))
                .results()
                .filter(row -> !row.group(1).startsWith("---") && !row.group(1).equals("slide"))
                .toList();
    }

    @Test
    void everySlideIsThereInItsOrder() throws Exception {
        String titles = rows().stream().map(row -> row.group(1)).collect(Collectors.joining("\n"));
        int at = 0;
        for (String slide : SLIDES) {
            int found = titles.indexOf(slide, at);
            assertThat(found).as(slide).isNotNegative();
            at = found;
        }
    }

    @Test
    void everySlideHasASectionAndATest() throws Exception {
        for (MatchResult row : rows()) {
            assertThat(row.group(2)).as(row.group(1)).containsPattern("\\]\\(|`[a-z]|Received");
            assertThat(row.group(3)).as(row.group(1)).contains("Test`");
        }
    }

    @Test
    void namedSectionsAreThere() throws Exception {
        List<MatchResult> sections = rows().stream()
                .flatMap(row -> SECTION.matcher(row.group(2)).results())
                .toList();
        assertThat(sections).hasSizeGreaterThan(1);
        for (MatchResult section : sections) {
            assertThat(DocumentPages.text(Path.of("docs").resolve(section.group(1))))
                    .as(section.group())
                    .containsPattern(
                            "(?m)^#+ " + Pattern.quote(section.group(2)) + "|\\*\\*" + Pattern.quote(section.group(2)));
        }
    }

    /// `audit` and what follows it names checks, which the code of the audit must have.
    @Test
    void namedChecksAreThere() throws Exception {
        StringBuilder code = new StringBuilder();
        try (Stream<Path> files =
                Files.list(Peers.checkout().resolve("programs/src/main/java/org/postern/programs/audit"))) {
            for (Path file : files.toList()) {
                code.append(Files.readString(file));
            }
        }
        List<String> checks = rows().stream()
                .map(row -> row.group(2))
                .filter(words -> words.contains("audit `"))
                .map(words -> words.substring(words.indexOf("audit `")))
                .flatMap(words -> CHECK.matcher(words).results())
                .map(check -> check.group(1))
                .toList();
        assertThat(checks).hasSizeGreaterThan(30);
        for (String check : checks) {
            String start = check.endsWith("*") ? check.substring(0, check.length() - 1) : check;
            assertThat(code)
                    .as(check)
                    .containsPattern("\"" + start + (check.endsWith("*") ? "" : "\"") + "|\"-"
                            + start.substring(start.indexOf('-') + 1));
        }
    }
}
