package org.postern.programs.mta;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.base.Ascii;
import org.postern.helperwire.HelperClient;
import org.postern.maps.MapFileCheck.Purpose;
import org.postern.maps.SafeMapFiles;
import org.postern.maps.ShownFiles;
import org.postern.os.Errno;
import org.postern.os.OsException;
import org.postern.os.SafeOpen;
import org.postern.tls.TlsFile;
import org.postern.tls.TlsFileSource;

/// The files of TLS on this host. Below a helper with the rights of root, those that the options name come as its
/// copies (decision 0012), and the helper has made sendmail's checks; otherwise they are made here.
final class HostTlsFiles implements TlsFileSource {
    /// All certificates of a distribution have about 250 KiB.
    private static final int LARGEST = 8 << 20;

    private final SafeMapFiles checks;
    private final ShownFiles shown;
    private final boolean alone;
    private final Supplier<Optional<String>> selfMade;

    private HostTlsFiles(SafeMapFiles checks, ShownFiles shown, boolean alone, Supplier<Optional<String>> selfMade) {
        this.checks = checks;
        this.shown = shown;
        this.alone = alone;
        this.selfMade = selfMade;
    }

    /// For a command, or a server without a helper of root.
    ///
    /// @param selfMade the content that stands for [SelfMadeCertificate#FILE], which is root's
    static HostTlsFiles own(SafeMapFiles checks, Supplier<Optional<String>> selfMade) {
        return new HostTlsFiles(checks, ShownFiles.none(), true, selfMade);
    }

    /// For the network process below a helper of root.
    static HostTlsFiles ofHelper(SafeMapFiles checks, HelperClient helper) {
        return new HostTlsFiles(checks, path -> HostMaps.shown(helper, path), false, Optional::empty);
    }

    @Override
    public TlsFile read(String path, Use use) {
        if (alone && path.equals(SelfMadeCertificate.FILE)) {
            return selfMade.get()
                    .<TlsFile>map(text -> new TlsFile.Found(Ascii.bytes(text)))
                    .orElseGet(() -> new TlsFile.Unusable(Errno.text(Errno.ENOENT)));
        }
        try {
            Path file = Path.of(path);
            return switch (use) {
                case CERTIFICATE -> named(file, Purpose.CERTIFICATE);
                case KEY -> named(file, Purpose.PRIVATE_KEY);
                case OF_DIRECTORY -> plain(file);
            };
        } catch (InvalidPathException wrong) {
            return new TlsFile.Unusable(Errno.text(Errno.ENOENT));
        }
    }

    private TlsFile named(Path file, Purpose purpose) {
        return alone ? checked(file, purpose) : copy(file, purpose);
    }

    private TlsFile copy(Path file, Purpose purpose) {
        return switch (shown.show(file.toString())) {
            case ShownFiles.Answer.Copy(Path copy) -> plain(copy);
            case ShownFiles.Answer.Missing() -> new TlsFile.Unusable(Errno.text(Errno.ENOENT));
            case ShownFiles.Answer.Unsafe(String reason) -> new TlsFile.Unusable(reason);
            case ShownFiles.Answer.Unavailable(String why) -> {
                // one that a rule set names and no option: the helper has no authority for it, and gives none
                TlsFile own = checked(file, purpose);
                yield own instanceof TlsFile.Found ? own : new TlsFile.Unusable(why);
            }
        };
    }

    private TlsFile checked(Path file, Purpose purpose) {
        return switch (checks.open(file, purpose)) {
            case SafeOpen.Opened opened -> {
                try (var open = opened.file()) {
                    yield new TlsFile.Found(open.readAll(LARGEST));
                } catch (OsException failed) {
                    yield new TlsFile.Unusable(failed.reason());
                }
            }
            case SafeOpen.Refused(String reason, String _) -> new TlsFile.Unusable(reason);
            case SafeOpen.Failed failed -> new TlsFile.Unusable(failed.cause().reason());
        };
    }

    private static TlsFile plain(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                return new TlsFile.Unusable(Errno.text(Errno.EFBIG));
            }
            return new TlsFile.Found(Files.readAllBytes(file));
        } catch (IOException _) {
            return new TlsFile.Unusable(Errno.text(Files.exists(file) ? Errno.EACCES : Errno.ENOENT));
        }
    }
}
