package org.postern.programs.sendmail;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Our `sendmail` on a host of [ForgivenChecksAgainstSendmailTest], once with each value of DontBlameSendmail.
final class ForgivingRuns {
    /// Stands before the output of each run.
    static final String MARK = "=== ";

    private ForgivingRuns() {}

    /// Prints what the command says with each value.
    ///
    /// @param arguments the configuration, a file with the lines for `-bt`, one with the addresses for `-bv`, one
    ///     with the values
    public static void main(String[] arguments) throws Exception {
        String configuration = arguments[0];
        String lines = Files.readString(Path.of(arguments[1]));
        List<String> addresses = Files.readAllLines(Path.of(arguments[2]));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.ISO_8859_1);
        for (String value : Files.readAllLines(Path.of(arguments[3]))) {
            List<String> verify = new ArrayList<>(List.of("-C", configuration, "-O", value, "-bv"));
            verify.addAll(addresses);
            out.print("\n" + MARK + value + "\n");
            out.print(CommandRun.of(verify, "").output());
            out.print(CommandRun.of(List.of("-C", configuration, "-O", value, "-bt"), lines)
                    .output());
        }
    }
}
