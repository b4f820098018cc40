package org.postern.programs.mta;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.cf.ClassFromMap;
import org.postern.cf.ConfigurationFiles;
import org.postern.cf.ReadingPlace;
import org.postern.helper.ClassTexts;

/// The files of the host as the helper reads them: it keeps what the programs of class lines print, for the network
/// process. It has no network, so that classes from directory servers and other hosts stay empty in its own copy of
/// the configuration.
final class HelperFiles implements ConfigurationFiles {
    private static final Set<String> OF_THE_NETWORK = Set.of("bestmx", "dns", "host", "ldap", "socket");

    private final ConfigurationFiles host;
    private final Map<String, Content> kept = new HashMap<>();

    HelperFiles(ConfigurationFiles host) {
        this.host = host;
    }

    /// What programs have printed so far.
    ClassTexts texts() {
        return new ClassTexts(kept);
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
        Content content = host.program(arguments, place);
        kept.put(NetworkFiles.source(arguments), content);
        return content;
    }

    @Override
    public String map(ClassFromMap request, ReadingPlace place) {
        return OF_THE_NETWORK.contains(Ascii.lower(request.mapClass())) ? "" : host.map(request, place);
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
