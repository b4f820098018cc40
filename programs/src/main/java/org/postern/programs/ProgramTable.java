package org.postern.programs;

import org.postern.programs.postern.PosternProgram;
import org.postern.programs.sendmail.SendmailProgram;

/// Which program a name stands for. An unknown name is sendmail, as with sendmail itself.
final class ProgramTable {
    private ProgramTable() {}

    static Program find(String name) {
        return switch (name) {
            case "postern" -> new PosternProgram();
            default -> new SendmailProgram();
        };
    }
}
