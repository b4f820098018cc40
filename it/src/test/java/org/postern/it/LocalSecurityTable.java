package org.postern.it;

import java.util.ArrayList;
import java.util.List;

/// The scenarios of local attack and misconfiguration, in groups that share a configuration.
///
/// Each has two users of its own, `uNN` with a shell and `nNN` without, an alias `aNN`, and a program and a file that
/// carry its number; see [LocalSecurityHost] for the words that its preparation may use.
final class LocalSecurityTable {
    /// @param title what the group is about
    /// @param cf more lines of the configuration
    /// @param mc more lines of its source
    record Group(String title, String cf, String mc, List<Scenario> scenarios) {}

    /// @param number its number, two digits
    /// @param title what it shows
    /// @param target the recipient; NN is replaced by the number
    /// @param preparation commands of a shell, run by root
    /// @param stricter what Postern does instead, when it is stricter on purpose; empty when it does the same
    record Scenario(String number, String title, String target, String preparation, List<String> stricter) {
        Scenario stricter(String... facts) {
            return new Scenario(number, title, target, preparation, List.of(facts));
        }
    }

    private final List<Group> groups = new ArrayList<>();
    private int count;

    private LocalSecurityTable() {
        group("as installed", "", "", forwardFiles(), forwardTargets(), aliases(), includes(), direct());
        String read = "GroupWritableForwardFile,WorldWritableForwardFile,ForwardFileInUnsafeDirPath,"
                + "GroupWritableIncludeFile,IncludeFileInUnsafeDirPath";
        group("unsafe lists are read", blame(read), "", groupWritable(), worldWritable(), unsafeHome(), unsafeLists());
        group(
                "unsafe lists are trusted",
                blame(read + ",GroupWritableForwardFileSafe,ForwardFileInUnsafeDirPathSafe"),
                "",
                groupWritable(),
                worldWritable(),
                unsafeHome());
        group("TrustStickyBit", blame("TrustStickyBit"), "", unsafeHome(), anyShell());
        group("links to files", blame("FileDeliveryToHardLink,FileDeliveryToSymLink"), "", links());
        group("SafeFileEnvironment", "O SafeFileEnvironment=/var/safe\n", "", confined());
        group("DefaultUser and TempFileMode", "O DefaultUser=alice\nO TempFileMode=0644\n", "", defaultUser());
        group("ForwardPath", "O ForwardPath=/var/forward/$u\n", "", elsewhere());
        group("no ForwardPath", "O ForwardPath=\n", "", elsewhere());
        group("smrsh", "", "FEATURE(`smrsh', `SMRSH')\n", restricted());
        group("no programs, files and lists", "", "MODIFY_MAILER_FLAGS(`LOCAL', `-|/:')\n", kinds());
        group(
                "mailers that are false",
                "M*file*, P=/bin/false, A=false\nMprog, P=/bin/false, A=false\n",
                "",
                refusing());
        group("RunAsUser", "O RunAsUser=smmta\n", "", withoutRoot());
        group("NonRootSafeAddr", "O RunAsUser=smmta\n" + blame("NonRootSafeAddr"), "", withoutRoot());
    }

    static List<Group> groups() {
        return new LocalSecurityTable().groups;
    }

    private static String blame(String names) {
        return "O DontBlameSendmail=" + names + "\n";
    }

    @SafeVarargs
    private void group(String title, String cf, String mc, List<Scenario>... parts) {
        List<Scenario> all = new ArrayList<>();
        for (List<Scenario> part : parts) {
            all.addAll(part);
        }
        groups.add(new Group(title, cf, mc, all));
    }

    private Scenario is(String title, String target, String preparation) {
        count++;
        return new Scenario("%03d".formatted(count), title, target, preparation, List.of());
    }

    private List<Scenario> forwardFiles() {
        return List.of(
                is("a .forward file forwards", "u", "fwd alice"),
                is("writable by the group", "u", "fwd alice; chmod 664 $H/.forward"),
                is("writable by everybody", "u", "fwd alice; chmod 666 $H/.forward"),
                is("somebody else's", "u", "fwd alice; chown bob $H/.forward"),
                is("root's", "u", "fwd alice; chown 0:0 $H/.forward"),
                is("not readable", "u", "fwd alice; chmod 0 $H/.forward"),
                is("executable", "u", "fwd alice; chmod 755 $H/.forward"),
                is("a symbolic link in a safe directory", "u", "fwd alice; mv $H/.forward $H/f; ln -s f $H/.forward"),
                is("a hard link in a safe directory", "u", "fwd alice; ln $H/.forward $H/f"),
                is(
                        "a symbolic link to a file of root's that only root may read",
                        "u",
                        "ln -s /etc/mail/closed $H/.forward"),
                is("a directory", "u", "mkdir $H/.forward; chown $U $H/.forward"),
                is("a named pipe", "u", "mkfifo $H/.forward; chown $U $H/.forward"),
                is("a device", "u", "ln -s /dev/zero $H/.forward"),
                is("in a home that the group may write", "u", "fwd alice; chmod 775 $H"),
                is("in a home that everybody may write", "u", "fwd alice; chmod 777 $H"),
                is("in a home with a sticky bit", "u", "fwd alice; chmod 1777 $H"),
                is(
                        "a link in a home that the group may write",
                        "u",
                        "fwd alice; mv $H/.forward $H/f; ln -s f $H/.forward; chmod 775 $H"),
                is("in a home of somebody else", "u", "fwd alice; chown bob $H"),
                is("in a home that the user cannot enter", "u", "fwd alice; chown 0:0 $H; chmod 700 $H"),
                is("a loop of two", "u", "fwd nNN; fwdn uNN").stricter("in the mailbox of uNN"),
                is("oneself with a backslash", "u", "fwd '\\uNN, alice'"),
                is("oneself without one", "u", "fwd 'uNN, alice'"),
                is("empty", "u", "fwd ''"));
    }

    private List<Scenario> forwardTargets() {
        return List.of(
                is("a program runs as the user", "u", "fwd '\"|/etc/mail/bin/save NN\"'"),
                is("a program of a user without a valid shell", "n", "fwdn '\"|/etc/mail/bin/save NN\"'"),
                is("a file of a user without a valid shell", "n", "fwdn /var/work/out-NN"),
                is("an address of a user without a valid shell", "n", "fwdn alice"),
                is("a program that does not know the user", "u", "fwd '\"|exit 67\"'"),
                is("a program that fails for now", "u", "fwd '\"|exit 75\"'"),
                is("a program that fails strangely", "u", "fwd '\"|exit 3\"'"),
                is("a program that is not there", "u", "fwd '\"|/nowhere/program\"'"),
                is("a new file", "u", "fwd $H/out-NN"),
                is("a file that is there", "u", "fwd $H/out-NN; mine 644 $H/out-NN"),
                is("a file with an x bit", "u", "fwd $H/out-NN; mine 755 $H/out-NN"),
                is(
                        "a file with a set-user-ID bit",
                        "u",
                        "fwd /var/work/out-NN; touch /var/work/out-NN; chown alice /var/work/out-NN; chmod 4644 /var/work/out-NN"),
                is("a file of root's", "u", "fwd /var/work/out-NN; touch /var/work/out-NN; chmod 644 /var/work/out-NN"),
                is("a symbolic link to a file of one's own", "u", "fwd $H/l; mine 644 $H/out-NN; ln -s out-NN $H/l"),
                is(
                        "a symbolic link to a file of root's",
                        "u",
                        "fwd $H/l; touch /var/work/out-NN; ln -s /var/work/out-NN $H/l"),
                is("a dangling symbolic link", "u", "fwd $H/l; ln -s /var/work/out-NN $H/l"),
                is("a hard link", "u", "fwd $H/out-NN; mine 644 $H/out-NN; ln $H/out-NN $H/second"),
                is("a named pipe as a file", "u", "fwd $H/pipe; mkfifo $H/pipe; chown $U $H/pipe")
                        .stricter("returned 5.3.0"),
                is("a directory as a file", "u", "fwd $H/out; mkdir $H/out; chown $U $H/out"),
                is("a file in a directory of root's", "u", "fwd /var/lists/out-NN"),
                is("a file in a directory that is not there", "u", "fwd $H/none/out-NN"),
                is("a file in a directory for everybody", "u", "fwd /var/work/out-NN"),
                is("a path that is not from the root", "u", "fwd d/x"),
                is("nothing", "u", "fwd /dev/null"),
                is("a name with a space", "u", "fwd '\"/var/work/out-NN x\"'"),
                is("a list that the user may not read", "u", "fwd :include:/etc/mail/closed"),
                is(
                        "a list of one's own with a program",
                        "u",
                        "fwd :include:$H/l; echo '\"|/etc/mail/bin/save NN\"' >$H/l; chown $U $H/l"));
    }

    private List<Scenario> aliases() {
        return List.of(
                is("a program runs as DefaultUser", "a", "alias '\"|/etc/mail/bin/save NN\"'"),
                is("a file is written as DefaultUser", "a", "alias /var/work/out-NN"),
                is(
                        "a file with a set-user-ID bit is written as its owner",
                        "a",
                        "alias /var/lists/out-NN; touch /var/lists/out-NN; chown alice /var/lists/out-NN; chmod 4644 /var/lists/out-NN"),
                is(
                        "a file with root's set-user-ID bit",
                        "a",
                        "alias /var/lists/out-NN; touch /var/lists/out-NN; chmod 4644 /var/lists/out-NN"),
                is(
                        "a file with both bits and an x bit",
                        "a",
                        "alias /var/lists/out-NN; touch /var/lists/out-NN; chown alice /var/lists/out-NN; chmod 4755 /var/lists/out-NN"),
                is("a user that does not exist", "a", "alias nobodyNN"),
                is("a loop of two", "a", "alias bNN; echo 'bNN: aNN' >>/etc/mail/aliases"),
                is("itself", "a", "alias aNN"),
                is("an error", "a", "alias '\":error:5.7.1:550 not here\"'"),
                is("a user with a backslash", "a", "alias '\\uNN'; fwd alice"),
                is("a user whose .forward is followed", "a", "alias uNN; fwd alice"),
                is("an owner gets what comes back", "a", "alias nobodyNN; echo 'owner-aNN: bob' >>/etc/mail/aliases"));
    }

    private List<Scenario> includes() {
        return List.of(
                is("a list", "a", "list alice"),
                is("a list of a user with a program", "a", "list '\"|/etc/mail/bin/save NN\"'; chown $U $L"),
                is("a list of root's with a program", "a", "list '\"|/etc/mail/bin/save NN\"'"),
                is(
                        "a list of a user without a valid shell, with a program",
                        "a",
                        "list '\"|/etc/mail/bin/save NN\"'; chown nNN $L"),
                is("a list of nobody, with a program", "a", "list '\"|/etc/mail/bin/save NN\"'; chown 4711 $L"),
                is("a list of a user with a file", "a", "list /var/work/out-NN; chown $U $L"),
                is("writable by the group", "a", "list alice; chmod 664 $L"),
                is("writable by everybody", "a", "list alice; chmod 666 $L"),
                is("not readable by DefaultUser", "a", "list alice; chmod 600 $L"),
                is("not there", "a", "alias :include:/var/lists/none"),
                is("a directory", "a", "alias :include:/var/lists"),
                is("a named pipe", "a", "mkfifo $L; alias :include:$L"),
                is("a symbolic link in a safe directory", "a", "list alice; mv $L $L.x; ln -s $L.x $L"),
                is(
                        "in a directory that everybody may write",
                        "a",
                        "echo alice >/var/work/l-NN; alias :include:/var/work/l-NN"),
                is("a list within a list", "a", "list :include:/var/lists/m-NN; echo alice >/var/lists/m-NN"),
                is("a member whose .forward has a program", "a", "list uNN; fwd '\"|/etc/mail/bin/save NN\"'"));
    }

    private List<Scenario> direct() {
        return List.of(
                is("a program", "\"|/etc/mail/bin/save NN\"", ""),
                is("a file", "/var/work/out-NN", ""),
                is("a list", ":include:/var/lists/l-NN", "list alice"),
                is("a user", "u", ""),
                is("no user", "nobodyNN", ""));
    }

    private List<Scenario> groupWritable() {
        return List.of(
                is("an address", "u", "fwd alice; chmod 664 $H/.forward"),
                is("a program", "u", "fwd '\"|/etc/mail/bin/save NN\"'; chmod 664 $H/.forward"),
                is("a file", "u", "fwd /var/work/out-NN; chmod 664 $H/.forward"),
                is("everybody", "u", "fwd alice; chmod 666 $H/.forward"));
    }

    private List<Scenario> worldWritable() {
        return List.of(
                is("an address", "u", "fwd alice; chmod 646 $H/.forward"),
                is("a program", "u", "fwd '\"|/etc/mail/bin/save NN\"'; chmod 646 $H/.forward"));
    }

    private List<Scenario> unsafeHome() {
        return List.of(
                is("an address", "u", "fwd alice; chmod 777 $H"),
                is("a program", "u", "fwd '\"|/etc/mail/bin/save NN\"'; chmod 777 $H"),
                is("an address in a directory of the group", "u", "fwd alice; chmod 775 $H"),
                is(
                        "a program in a directory with a sticky bit",
                        "u",
                        "fwd '\"|/etc/mail/bin/save NN\"'; chmod 1777 $H"),
                is("a link", "u", "fwd alice; mv $H/.forward $H/f; ln -s f $H/.forward; chmod 777 $H"));
    }

    private List<Scenario> unsafeLists() {
        return List.of(
                is("an address", "a", "list alice; chmod 664 $L"),
                is("a program", "a", "list '\"|/etc/mail/bin/save NN\"'; chown $U $L; chmod 664 $L"),
                is(
                        "an address in a directory of everybody",
                        "a",
                        "echo alice >/var/work/l-NN; alias :include:/var/work/l-NN"),
                is(
                        "a program in a directory of everybody",
                        "a",
                        "echo '\"|/etc/mail/bin/save NN\"' >/var/work/l-NN; chown $U /var/work/l-NN; alias :include:/var/work/l-NN"));
    }

    private List<Scenario> links() {
        return List.of(
                is("a symbolic link to a file of one's own", "u", "fwd $H/l; mine 644 $H/out-NN; ln -s out-NN $H/l"),
                is(
                        "a symbolic link to a file of root's",
                        "u",
                        "fwd $H/l; touch /var/work/out-NN; ln -s /var/work/out-NN $H/l"),
                is("a hard link", "u", "fwd $H/out-NN; mine 644 $H/out-NN; ln $H/out-NN $H/second"));
    }

    private List<Scenario> confined() {
        return List.of(
                is("a file below", "u", "fwd /var/safe/out-NN"),
                is("a file as seen from inside", "u", "fwd /out-NN"),
                is("a file elsewhere", "u", "fwd /var/work/out-NN"),
                is("out by dots", "u", "fwd /var/safe/../work/out-NN"),
                is("out by a link", "u", "fwd /var/safe/sub-NN/out-NN; ln -s /var/work /var/safe/sub-NN"),
                is("nothing", "u", "fwd /dev/null"),
                is("an alias", "a", "alias /var/safe/out-NN"));
    }

    private List<Scenario> defaultUser() {
        return List.of(
                is("a program", "a", "alias '\"|/etc/mail/bin/save NN\"'"),
                is("a file", "a", "alias /var/work/out-NN"));
    }

    private List<Scenario> elsewhere() {
        return List.of(
                is("the file in the home", "u", "fwd alice"),
                is("the file elsewhere", "u", "fwd alice; mv $H/.forward /var/forward/uNN"));
    }

    private List<Scenario> restricted() {
        return List.of(
                is("a program of the directory", "u", "fwd '\"|keep NN\"'"),
                is("its path does not matter", "u", "fwd '\"|/some/where/keep NN\"'"),
                is("a program that is not there", "u", "fwd '\"|/bin/cat /etc/passwd\"'"),
                is("two commands", "u", "fwd '\"|keep NN && keep NN\"'"),
                is("a metacharacter", "u", "fwd '\"|keep NN; id\"'"),
                is("a redirection", "u", "fwd '\"|keep NN >/var/work/out-NN\"'"),
                is("exec", "u", "fwd '\"|exec keep NN\"'"),
                is("back quotes", "u", "fwd '\"|keep `id`\"'"));
    }

    /// The real program loses a race when a program ends without reading, and the message waits; the exit code counts
    /// here.
    private List<Scenario> refusing() {
        return List.of(
                is("a program", "a", "alias '\"|/etc/mail/bin/save NN\"'").stricter("returned 5.0.0"),
                is("a file", "a", "alias /var/work/out-NN").stricter("returned 5.0.0"),
                is("a list", "a", "list alice"),
                is("a program of a user", "u", "fwd '\"|/etc/mail/bin/save NN\"'")
                        .stricter("returned 5.0.0"));
    }

    private List<Scenario> anyShell() {
        return List.of(
                is("a program", "n", "echo /SENDMAIL/ANY/SHELL/ >>/etc/shells; fwdn '\"|/etc/mail/bin/save NN\"'"),
                is("a file", "n", "fwdn /var/lib/nNN/out-NN"));
    }

    private List<Scenario> withoutRoot() {
        return List.of(
                is("a program of a user", "u", "chown -R smmta /var/spool/mqueue; fwd '\"|/etc/mail/bin/save NN\"'"),
                is("a program of an alias", "a", "alias '\"|/etc/mail/bin/save NN\"'"),
                is("a file of an alias", "a", "alias /var/lists/out-NN"),
                is("a list with a program", "a", "list '\"|/etc/mail/bin/save NN\"'"));
    }

    private List<Scenario> kinds() {
        return List.of(
                is("a program", "a", "alias '\"|/etc/mail/bin/save NN\"'"),
                is("a file", "a", "alias /var/work/out-NN"),
                is("a list", "a", "list alice"),
                is("a program of a user", "u", "fwd '\"|/etc/mail/bin/save NN\"'"));
    }
}
