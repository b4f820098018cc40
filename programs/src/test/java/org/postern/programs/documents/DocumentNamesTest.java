package org.postern.programs.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.postern.testkit.Peers;

/// What the documents point at is there: files and sections of links, tests, and methods of tests.
class DocumentNamesTest {
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern TEST =
            Pattern.compile("`((?:[a-z0-9]+/)?[A-Z]\\w*Test)`(?: \\(((?:`\\w+(?:\\.\\.\\.)?`(?:, )?)+))?");
    private static final Pattern IN_COMMAND = Pattern.compile("-Dtest='?(\\w+)(?:#(\\w+))?");
    private static final Pattern METHOD = Pattern.compile("`(\\w+)(?:\\.\\.\\.)?`");

    @Test
    void linksLeadSomewhere() throws Exception {
        List<String> broken = new ArrayList<>();
        for (Path page : DocumentPages.all()) {
            for (MatchResult link :
                    LINK.matcher(DocumentPages.text(page)).results().toList()) {
                String target = link.group(1);
                if (!target.contains(":") && !leads(page, target)) {
                    broken.add(page + ": " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean leads(Path page, String target) throws IOException {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        if (!Files.exists(Peers.checkout().resolve(file))) {
            return false;
        }
        return parts.length < 2 || anchors(file).contains(parts[1]);
    }

    /// The names that GitHub gives to headings.
    private static Set<String> anchors(Path file) throws IOException {
        return HEADING.matcher(DocumentPages.text(file))
                .results()
                .map(heading -> heading.group(1)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @Test
    void namedTestsAreThere() throws Exception {
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (Path page : DocumentPages.all()) {
            for (MatchResult test :
                    TEST.matcher(DocumentPages.text(page)).results().toList()) {
                named++;
                String source = DocumentPages.source(test.group(1)).orElse("");
                if (source.isEmpty()) {
                    missing.add(page + ": " + test.group(1));
                } else if (test.group(2) != null) {
                    METHOD.matcher(test.group(2))
                            .results()
                            .map(method -> method.group(1))
                            .filter(method -> !source.contains("void " + method))
                            .forEach(method -> missing.add(page + ": " + test.group(1) + " " + method));
                }
            }
        }
        assertThat(named).isGreaterThan(100);
        assertThat(missing).isEmpty();
    }

    @Test
    void testsInCommandLinesAreThere() throws Exception {
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (Path page : DocumentPages.all()) {
            for (MatchResult test :
                    IN_COMMAND.matcher(DocumentPages.text(page)).results().toList()) {
                named++;
                String source = DocumentPages.source(test.group(1)).orElse("");
                if (source.isEmpty() || (test.group(2) != null && !source.contains("void " + test.group(2)))) {
                    missing.add(page + ": " + test.group());
                }
            }
        }
        assertThat(named).isPositive();
        assertThat(missing).isEmpty();
    }
}
