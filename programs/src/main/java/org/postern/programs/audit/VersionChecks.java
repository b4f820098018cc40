package org.postern.programs.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.base.Ascii;
import org.postern.base.Clock;

/// Programs that are older than their security updates: the Java in the image, and a real sendmail beside it.
final class VersionChecks implements Check {
    /// Java has security updates every three months.
    private static final long OLD_DAYS = 120;

    private static final int LARGEST_BINARY = 16 << 20;
    /// In the folder of the sources, from which the image is made.
    private static final String NEW_JAVA =
            "apt-get install --only-upgrade openjdk-25-jdk-headless && rm -f dist/target/postern/built && ./postern build";

    private static final int FIRST_WITHOUT_SMUGGLING = 18;
    private static final Pattern SENDMAIL =
            Pattern.compile("(?<![\\w.])8\\.(\\d{1,2})\\.\\d{1,2}(?:\\.\\d{1,2})?(?![\\w.])");

    @Override
    public void look(Audited audited) {
        ProgramChecks.BINARIES.forEach(path -> sendmail(audited, path));
        if (audited.host().isThisHost()) {
            String version = Runtime.version().toString();
            oldDays(System.getProperty("java.version.date", ""), audited.clock())
                    .ifPresent(days -> audited.find(
                            Severity.INFO,
                            "java-old",
                            "java " + version,
                            "the Java that the server runs with is " + days + " days old",
                            "Java has security updates in January, April, July and October",
                            new Mend.Command(NEW_JAVA)));
        }
    }

    /// How old a release of Java is, when that is too old.
    static Optional<Long> oldDays(String released, Clock clock) {
        LocalDate today =
                Instant.ofEpochMilli(clock.epochMillis()).atZone(ZoneOffset.UTC).toLocalDate();
        try {
            long days = ChronoUnit.DAYS.between(LocalDate.parse(released), today);
            return days > OLD_DAYS ? Optional.of(days) : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static void sendmail(Audited audited, String path) {
        Optional<AuditHost.Place> place = audited.host().status(path).filter(AuditHost.Place::isRegular);
        if (place.isEmpty() || place.get().status().size() > LARGEST_BINARY) {
            return;
        }
        Optional<Matcher> version = audited.host()
                .text(path, LARGEST_BINARY)
                .filter(text -> text.startsWith("\u007fELF") && text.contains("sendmail"))
                .map(SENDMAIL::matcher)
                .filter(Matcher::find);
        version.filter(found -> Ascii.isDigit(found.group(1).charAt(0))
                        && Integer.parseInt(found.group(1)) < FIRST_WITHOUT_SMUGGLING)
                .ifPresent(found -> audited.find(
                        Severity.MEDIUM,
                        "sendmail-old",
                        path,
                        "is sendmail " + found.group(),
                        "Before 8.18 it takes a second, forged message out of one that has bare line ends"
                                + " (CVE-2023-51765); distributions have mended older ones in updates",
                        new Mend.Command("apt-get install --only-upgrade sendmail-bin")));
    }
}
