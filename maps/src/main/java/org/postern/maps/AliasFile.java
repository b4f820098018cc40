package org.postern.maps;

import java.io.IOException;
import java.io.InputStream;
import org.postern.base.Ascii;
import org.postern.base.SysExit;

/// Reads an alias file (aliases(5)): `name: value, value ...`; a line that begins with a blank continues the one
/// before it, a backslash at the end of a line joins it with the next, `#` at the start of a line begins a comment.
///
/// The values are not parsed, they are stored as they stand: addresses, `"|program arguments"`, `/file`,
/// `:include:/list`, `:error: text`. Wrong entries are reported in sendmail's words and left out.
public final class AliasFile {
    private static final int SHOWN = 40;

    private final AliasNames names;
    private final int entryLimit;

    /// A reader.
    ///
    /// @param names what left sides mean
    /// @param entryLimit bytes of one entry; longer ones are reported and left out
    public AliasFile(AliasNames names, int entryLimit) {
        this.names = names;
        this.entryLimit = entryLimit;
    }

    /// Receives what is read.
    public interface Receiver {
        /// An entry.
        ///
        /// @param user the key, not folded; `postmaster` always in lower case
        /// @param shown the left side as messages show it
        /// @param line number of its last line
        void entry(String user, String shown, String value, int line) throws IOException;

        /// Something wrong, as sendmail says it (without file and line).
        ///
        /// @param exit what newaliases ends with when this is the first mistake
        void problem(int line, String message, SysExit exit) throws IOException;
    }

    /// Reads the whole file.
    public void read(InputStream in, Receiver receiver) throws IOException {
        Reading reading = new Reading(new TextLines(in, entryLimit), receiver);
        while (reading.nextLine()) {
            reading.line();
        }
    }

    /// The state of one reading: one line is read ahead, because the next may continue it.
    private final class Reading {
        private final TextLines lines;
        private final Receiver receiver;
        private String line = "";
        private boolean ahead;
        private boolean tooLong;
        private boolean skipping;
        private int number;

        Reading(TextLines lines, Receiver receiver) {
            this.lines = lines;
            this.receiver = receiver;
        }

        /// Steps to the next line, joined with those that a backslash at its end asks for and, unless it is empty,
        /// with those that begin with a blank; their blanks stay.
        boolean nextLine() throws IOException {
            if (!ahead && !lines.next()) {
                return false;
            }
            ahead = false;
            tooLong = false;
            StringBuilder whole = new StringBuilder();
            physical(whole);
            while (!whole.isEmpty() && lines.next()) {
                if (!startsWithBlank(lines.line())) {
                    ahead = true;
                    break;
                }
                physical(whole);
            }
            line = whole.toString();
            return true;
        }

        /// Adds the line that was just read, and those that backslashes join to it.
        private void physical(StringBuilder whole) throws IOException {
            number++;
            add(whole);
            while (!whole.isEmpty() && whole.charAt(whole.length() - 1) == '\\' && lines.complete() && lines.next()) {
                number++;
                whole.setLength(whole.length() - 1);
                add(whole);
            }
        }

        private void add(StringBuilder whole) throws IOException {
            String text = lines.line();
            boolean more = true;
            while (more && !lines.complete()) {
                // the rest of a line that is longer than the limit, or the end of a file without a line end
                more = lines.next();
                tooLong |= more;
            }
            tooLong |= whole.length() + text.length() > entryLimit;
            if (!tooLong) {
                whole.append(text);
            }
        }

        void line() throws IOException {
            if (tooLong) {
                problem("alias line too long");
                return;
            }
            if (line.isEmpty() || line.startsWith("#")) {
                skipping = false;
                return;
            }
            if (startsWithBlank(line)) {
                if (!skipping) {
                    problem("Non-continuation line starts with space");
                }
                skipping = true;
                return;
            }
            skipping = false;
            entry();
        }

        private void problem(String message) throws IOException {
            receiver.problem(number, message, SysExit.SOFTWARE);
        }

        private void entry() throws IOException {
            int colon = line.indexOf(':');
            if (colon < 0) {
                problem("missing colon");
                return;
            }
            int end = AliasText.firstOutsideQuotes(line, ':');
            AliasNames.Name name = names.resolve(line.substring(0, end == line.length() ? colon : end));
            for (AliasNames.Complaint complaint : name.complaints()) {
                receiver.problem(number, complaint.text(), complaint.exit());
            }
            if (name instanceof AliasNames.Name.Illegal) {
                problem(shortened(line) + "... illegal alias name");
                return;
            }
            String value = withoutLeadingBlanks(line.substring(colon + 1));
            if (value.isEmpty()) {
                problem(shortened(line) + "... missing value for alias");
                return;
            }
            for (AliasNames.Complaint complaint : names.wrongTargets(value)) {
                receiver.problem(number, complaint.text(), complaint.exit());
            }
            switch (name) {
                case AliasNames.Name.Local(String user, String shown) ->
                    receiver.entry(
                            Ascii.sameIgnoringCase(user, "postmaster") ? Ascii.lower(user) : user,
                            shown,
                            value,
                            number);
                case AliasNames.Name.NotLocal(String shown, var _) ->
                    problem(shown + "... cannot alias non-local names");
                case AliasNames.Name.Illegal() -> {}
            }
        }
    }

    private static boolean startsWithBlank(String line) {
        return line.startsWith(" ") || line.startsWith("\t");
    }

    private static String withoutLeadingBlanks(String text) {
        int i = 0;
        while (i < text.length() && Ascii.isSpace(text.charAt(i))) {
            i++;
        }
        return text.substring(i);
    }

    private static String shortened(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) : text;
    }
}
