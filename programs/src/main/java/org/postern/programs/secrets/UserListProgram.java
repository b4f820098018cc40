package org.postern.programs.secrets;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.postern.os.DurableFiles;
import org.postern.os.FileTrouble;
import org.postern.programs.Invocation;
import org.postern.programs.Program;
import org.postern.sasl.SaslConfiguration;
import org.postern.sasl.SecretTable;
import org.postern.sasl.UserName;

/// `sasldblistusers2 [-v] [[-f] sasldb]`: a line `user@realm: property` for each secret, as Cyrus's.
public final class UserListProgram implements Program {
    private static final String USAGE = """
            sasldblistusers2: usage: sasldblistusers2 [-v] [[-f] sasldb]
            \t-f sasldb\tuse given file as sasldb
            \t-v\tprint version and exit
            """;

    private final DurableFiles files;

    public UserListProgram(DurableFiles files) {
        this.files = files;
    }

    @Override
    public int run(Invocation invocation) {
        List<String> arguments = invocation.arguments();
        if (arguments.equals(List.of("-v"))) {
            invocation.error().println("sasldblistusers2 of Postern");
            return 0;
        }
        boolean flag = arguments.size() == 2 && arguments.getFirst().equals("-f");
        boolean bare = arguments.size() == 1 && !arguments.getFirst().startsWith("-");
        if (!arguments.isEmpty() && !flag && !bare) {
            invocation.error().print(USAGE);
            return 1;
        }
        String path = arguments.isEmpty() ? SaslConfiguration.USUAL_SECRETS : arguments.getLast();
        try {
            SecretTable table = new SecretFile(Path.of(path), files).read();
            if (table.names().isEmpty()) {
                invocation.error().println("listusers failed");
            }
            for (UserName user : table.names()) {
                table.properties(user).forEach(property -> invocation.output().println(user.full() + ": " + property));
            }
            return 0;
        } catch (IOException | SecretTable.DamagedException failed) {
            invocation
                    .error()
                    .println("sasldblistusers2: " + path + ": "
                            + (failed instanceof IOException file ? FileTrouble.reason(file) : failed.getMessage()));
            return 1;
        }
    }
}
