package org.postern.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The certificates of the tests: resources of this package.
final class TestFiles implements TlsFileSource {
    @Override
    public TlsFile read(String path, Use use) {
        return new TlsFile.Found(content(path));
    }

    static byte[] content(String name) {
        try (InputStream in = TestFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no test file " + name);
            }
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
