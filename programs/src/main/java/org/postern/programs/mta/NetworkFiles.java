package org.postern.programs.mta;

import java.util.List;
import java.util.Optional;
import org.postern.base.SysExit;
import org.postern.cf.ClassFromMap;
import org.postern.cf.ConfigurationFiles;
import org.postern.cf.ReadingPlace;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperClient;
import org.postern.helperwire.HelperRequest;

/// The files of the host as the network process sees them: it starts no programs, so that what those of class lines
/// print comes from the helper.
final class NetworkFiles implements ConfigurationFiles {
    private final ConfigurationFiles host;
    private final HelperClient helper;
    private final int maxBytes;

    /// @param maxBytes a longer text is refused
    NetworkFiles(ConfigurationFiles host, HelperClient helper, int maxBytes) {
        this.host = host;
        this.helper = helper;
        this.maxBytes = maxBytes;
    }

    /// How a program is called over the pair.
    static String source(List<String> arguments) {
        return "|" + String.join(" ", arguments);
    }

    @Override
    public Content file(String path) {
        return host.file(path);
    }

    @Override
    public Content classFile(String path, ReadingPlace place) {
        return host.classFile(path, place);
    }

    @Override
    public Content program(List<String> arguments, ReadingPlace place) {
        return ask(source(arguments));
    }

    private Content ask(String source) {
        StringBuilder text = new StringBuilder();
        for (int part = 0; text.length() <= maxBytes; part++) {
            HelperRequest.ReadClass request;
            try {
                request = new HelperRequest.ReadClass(source, part);
            } catch (IllegalArgumentException unfit) {
                return failed("cannot read");
            }
            switch (helper.readClass(request)) {
                case HelperAnswer.ClassPart(String piece, boolean more) -> {
                    text.append(piece);
                    if (!more) {
                        return new Content.Text(text.toString());
                    }
                }
                case HelperAnswer.Refused(String why) -> {
                    return failed(why);
                }
                case HelperAnswer.Temporary(SysExit _, String _, String why) -> {
                    return failed(why);
                }
                case HelperAnswer.Delivered _,
                        HelperAnswer.Failed _,
                        HelperAnswer.Secret _,
                        HelperAnswer.PasswordJudged _,
                        HelperAnswer.ListPart _,
                        HelperAnswer.NoList _,
                        HelperAnswer.OfFile _,
                        HelperAnswer.ProgramEnded _,
                        HelperAnswer.ProgramFailed _,
                        HelperAnswer.Pong _ -> {
                    return failed("an answer to another question");
                }
            }
        }
        return failed("File too large");
    }

    private static Content failed(String reason) {
        return new Content.Unreadable(false, reason);
    }

    @Override
    public String map(ClassFromMap request, ReadingPlace place) {
        return host.map(request, place);
    }

    @Override
    public Optional<Boolean> isUser(String name) {
        return host.isUser(name);
    }

    @Override
    public Optional<Boolean> isGroup(String name) {
        return host.isGroup(name);
    }
}
