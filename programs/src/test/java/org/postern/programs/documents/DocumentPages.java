package org.postern.programs.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.testkit.Peers;

/// The documents of the checkout, and the tests that they name.
final class DocumentPages {
    private static final Path TESTS = Path.of("src", "test", "java");

    private DocumentPages() {}

    /// README.md and what is below docs, each path relative to the checkout.
    static List<Path> all() throws IOException {
        Path root = Peers.checkout();
        try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            return Stream.concat(
                            Stream.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md")
                                    .map(root::resolve),
                            docs.filter(path -> path.toString().endsWith(".md")))
                    .map(root::relativize)
                    .sorted()
                    .toList();
        }
    }

    static String text(Path page) throws IOException {
        return Files.readString(Peers.checkout().resolve(page));
    }

    /// The source of a test class; empty when there is none.
    ///
    /// @param name `module/Class`, or `Class` of any module
    static Optional<String> source(String name) throws IOException {
        int slash = name.indexOf('/');
        String file = name.substring(slash + 1) + ".java";
        Path root = Peers.checkout();
        try (Stream<Path> modules = Files.list(root)) {
            List<Path> folders = modules.filter(module ->
                            slash < 0 || module.getFileName().toString().equals(name.substring(0, slash)))
                    .map(module -> module.resolve(TESTS))
                    .filter(Files::isDirectory)
                    .toList();
            for (Path folder : folders) {
                try (Stream<Path> files = Files.walk(folder)) {
                    Optional<Path> found = files.filter(
                                    path -> path.getFileName().toString().equals(file))
                            .findFirst();
                    if (found.isPresent()) {
                        return Optional.of(Files.readString(found.get()));
                    }
                }
            }
        }
        return Optional.empty();
    }
}
