package org.postern.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.postern.base.Ascii;

/// A group of recorded transcripts with the configuration that they need, from the class path folder
/// `transcripts/NAME/`.
///
/// `profile.mc` there is the configuration; `client` has the address that the client connects from and its name;
/// `access` is an access map, `aliases` the alias file, `users` has passwords for SASL (`name@realm password`) and
/// `Sendmail.conf` the settings of SASL; all other files go into the settings folder as they are. With
/// `certificates` there, those of [TestCertificates] go there as well. The comment `# from ADDRESS NAME` lets one
/// transcript come from elsewhere.
/// In the texts `/etc/mail/` stands for that folder.
///
/// @param name the folder
/// @param mc the configuration as `.mc` text
/// @param clientAddress where the client connects from
/// @param clientName the name of that address, or empty
/// @param files the other files by name
/// @param transcripts in the order of the index
public record TranscriptProfile(
        String name,
        String mc,
        InetAddress clientAddress,
        String clientName,
        Map<String, String> files,
        List<Transcript> transcripts) {
    private static final String FOLDER = "/transcripts/";
    private static final String FROM = "# from ";
    private static final String SUFFIX = ".transcript";

    public TranscriptProfile {
        files = Map.copyOf(files);
        transcripts = List.copyOf(transcripts);
    }

    /// All profiles, in the order of the index `transcripts/index`.
    public static List<TranscriptProfile> all() {
        Map<String, List<String>> entries = new LinkedHashMap<>();
        for (String line : resource("index").lines().toList()) {
            String[] parts = line.split("/", 2);
            entries.computeIfAbsent(parts[0], _ -> new ArrayList<>()).add(parts[1]);
        }
        List<TranscriptProfile> profiles = new ArrayList<>();
        entries.forEach((name, files) -> profiles.add(read(name, files)));
        return profiles;
    }

    /// One profile.
    ///
    /// @throws IllegalArgumentException when there is none of this name
    public static TranscriptProfile named(String name) {
        return all().stream()
                .filter(profile -> profile.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no transcripts/" + name));
    }

    /// How the server shows the client: `name [address]`, or only `[address]`.
    public String shownClient() {
        String literal = "[" + clientAddress.getHostAddress() + "]";
        return clientName.isEmpty() ? literal : clientName + " " + literal;
    }

    /// The same for the client of one transcript.
    public String shownClient(Transcript transcript) {
        return from(transcript)
                .map(words -> (words.length > 1 ? words[1] + " " : "") + "[" + words[0] + "]")
                .orElseGet(this::shownClient);
    }

    /// Where the client of a transcript connects from.
    public InetAddress clientAddress(Transcript transcript) {
        return from(transcript).map(words -> InetAddress.ofLiteral(words[0])).orElse(clientAddress);
    }

    private static Optional<String[]> from(Transcript transcript) {
        return transcript.lines().stream()
                .map(Transcript.Line::source)
                .filter(source -> source.startsWith(FROM))
                .map(source -> source.substring(FROM.length()).split(" ", 2))
                .findFirst();
    }

    /// The variables of a transcript of this profile.
    public TranscriptVariables variables(Transcript transcript) {
        return TranscriptVariables.standard().with("client", shownClient(transcript));
    }

    /// The text of `sendmail.cf`, made by the real m4 tree, with the installed paths.
    public String configuration() {
        return RealSendmail.cf(mc);
    }

    /// Puts everything into a scratch host: configuration, files, maps, aliases.
    public void install(SendmailFolder folder) {
        files.forEach(folder::file);
        if (files.containsKey("certificates")) {
            folder.certificates();
        }
        if (files.containsKey("users")) {
            folder.passwords(Objects.requireNonNull(files.get("users")), files.getOrDefault("Sendmail.conf", ""));
        }
        folder.configure(configuration());
        files.forEach((file, text) -> {
            if (file.equals("access")) {
                folder.map(file, text);
            } else if (file.equals("aliases")) {
                folder.aliases(text);
            }
        });
    }

    private static TranscriptProfile read(String name, List<String> names) {
        Map<String, String> files = new LinkedHashMap<>();
        List<Transcript> transcripts = new ArrayList<>();
        for (String file : names) {
            String text = resource(name + "/" + file);
            if (file.endsWith(SUFFIX)) {
                String title = name + "/" + file.substring(0, file.length() - SUFFIX.length());
                transcripts.add(Transcript.parse(title, text));
            } else {
                files.put(file, text);
            }
        }
        String mc = files.remove("profile.mc");
        String client = files.remove("client");
        if (mc == null || client == null) {
            throw new IllegalArgumentException("transcripts/" + name + " lacks profile.mc or client");
        }
        String[] words = client.strip().split(" ", 2);
        return new TranscriptProfile(
                name, mc, InetAddress.ofLiteral(words[0]), words.length > 1 ? words[1] : "", files, transcripts);
    }

    private static String resource(String name) {
        try (InputStream in = TranscriptProfile.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no " + FOLDER + name + " on the class path");
            }
            return Ascii.text(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
