package org.postern.maps;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.PeerText;
import org.postern.base.SysExit;
import org.postern.cf.LookupResult;
import org.postern.cf.MacroScope;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;
import org.postern.cf.MapTraits;

/// Class `program`: the first line that a program prints for a key, which is its last argument (sendmail op guide
/// §5.9). Exit code 0 means found, 75 a temporary failure, another one not found.
///
/// Who runs it is [MapProgramRunner]'s affair; this class never starts a process.
public final class ProgramMap implements MapLookup {
    private static final int SHOWN = 200;

    private final MapDeclaration declaration;
    private final MapEnvironment environment;
    private final MapFlags flags;
    private final List<String> command;
    private final MapComplaint complaint;

    private ProgramMap(MapDeclaration declaration, MapEnvironment environment, MapFlags flags, List<String> command) {
        this.declaration = declaration;
        this.environment = environment;
        this.flags = flags;
        this.command = command;
        this.complaint = new MapComplaint(declaration.name(), environment.events());
    }

    static MapLookup declare(MapDeclaration declaration, MapEnvironment environment, MapDirectory others)
            throws MapDeclarationException {
        MapFlags flags = MapFlagsParser.optionalFile(declaration, environment);
        return new ProgramMap(declaration, environment, flags, command(flags));
    }

    private static List<String> command(MapFlags flags) {
        List<String> command = new ArrayList<>();
        command.add(flags.file());
        MapArguments words = new MapArguments(flags.rest());
        for (String word = words.nextWord(); !word.isEmpty(); word = words.nextWord()) {
            command.add(word);
        }
        return List.copyOf(command);
    }

    /// The programs of all `program` maps, by the name of the map: for the process that runs them.
    public static Map<String, List<String>> commands(List<MapDeclaration> declarations) {
        Map<String, List<String>> commands = new HashMap<>();
        for (MapDeclaration declaration : declarations) {
            commands.remove(declaration.name());
            if (declaration.mapClass().equals("program")) {
                List<String> command = command(MapFlagsParser.quiet(declaration));
                if (command.getFirst().startsWith("/")) {
                    commands.put(declaration.name(), command);
                }
            }
        }
        return commands;
    }

    @Override
    public MapTraits traits() {
        return MapFlagsParser.traits(flags, SysExit.NO_HOST.code());
    }

    @Override
    public LookupResult lookup(String key, List<String> arguments, MacroScope macros) {
        // keys are not folded, whatever the flags say
        if (key.indexOf('\0') >= 0) {
            return LookupResult.NotFound.INSTANCE;
        }
        return switch (environment.neighbours().programs().run(declaration.name(), command, key)) {
            case MapProgramRunner.Outcome.NotRun(String reason) -> failed(reason);
            case MapProgramRunner.Outcome.Ended(int exit, Optional<String> line) -> {
                if (exit == SysExit.TEMPORARY_FAILURE.code()) {
                    yield failed(command.getFirst() + " exited with EX_TEMPFAIL");
                }
                complaint.none();
                yield line.filter(text -> exit == 0)
                        .map(text -> MapValue.found(flags, environment.limits(), key, arguments, text))
                        .orElse(LookupResult.NotFound.INSTANCE);
            }
        };
    }

    private LookupResult failed(String reason) {
        String text = "program map \"" + declaration.name() + "\": " + PeerText.escape(reason, SHOWN);
        complaint.about(text);
        return new LookupResult.TemporaryFailure(text);
    }
}
