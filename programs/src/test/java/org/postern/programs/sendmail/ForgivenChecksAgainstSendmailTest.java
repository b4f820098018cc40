package org.postern.programs.sendmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.cf.BlameFlag;
import org.postern.os.ProcessIdentity;
import org.postern.testkit.Peers;
import org.postern.testkit.ProgramRun;
import org.postern.testkit.RealSendmail;

/// Each value of DontBlameSendmail relaxes what it relaxes in the real program and nothing else: every one of them
/// meets every unsafe file here, in lists of users, of aliases, in maps and in the help file, and both programs say
/// the same about all.
///
/// Accounts and mounts need root; an ordinary user has nothing to show here.
class ForgivenChecksAgainstSendmailTest {
    private static final int LIMIT_SECONDS = 120;
    private static final int FIRST_ID = 62_700;
    private static final String MC = """
            OSTYPE(`linux')dnl
            define(`confDOMAIN_NAME', `mx.exam.test')dnl
            define(`confDONT_PROBE_INTERFACES', `true')dnl
            define(`confDEF_USER_ID', `mailnull')dnl
            define(`confFORWARD_PATH', `$z/.forward')dnl
            define(`ALIAS_FILE', `/srv/etc/aliases')dnl
            define(`HELP_FILE', `/srv/d777/help')dnl
            define(`QUEUE_DIR', `/srv/queue')dnl
            FEATURE(`nocanonify')dnl
            MAILER(`local')dnl
            MAILER(`smtp')dnl
            LOCAL_CONFIG
            Kgroup hash /srv/d775/map
            Kworld hash -o /srv/d777/map
            Ksticky hash -o /srv/d1777/map
            Klinked hash -o /srv/d777/link
            Ksecond hash -o /srv/d777/second
            Ktext text -o -k0 -v1 /srv/d775/words
            """;

    /// `fwd` and `list`: the number of a user, of his `.forward` or list, and what is made of it. `$H` his home,
    /// `$L` his list; `addr` and `prog` are what it says.
    private static final String LAYOUT = """
            set -e
            umask 022
            addr() { echo "to$N@remote.test"; }
            prog() { echo '"|/bin/true '$N'"'; }
            fwd() { N=$1 H=/srv/home/u$1; mkdir $H; $2 >$H/.forward; eval "$3"; chown -R -h u$N:u$N $H; eval "${4:-}"; }
            list() { N=$1 D=/srv/$2 L=/srv/$2/l$1; $3 >$L; eval "$4"; echo "l$1: :include:$L" >>/srv/etc/aliases; }
            mkdir /srv/home /srv/etc /srv/queue /srv/safe /srv/d775 /srv/d777 /srv/d1777
            fwd 01 addr 'chmod 664 $H/.forward'
            fwd 02 prog 'chmod 664 $H/.forward'
            fwd 03 addr 'chmod 646 $H/.forward'
            fwd 04 prog 'chmod 646 $H/.forward'
            fwd 05 addr 'chmod 775 $H'
            fwd 06 prog 'chmod 775 $H'
            fwd 07 addr 'chmod 757 $H'
            fwd 08 prog 'chmod 757 $H'
            fwd 09 addr 'mv $H/.forward $H/f; ln -s f $H/.forward; chmod 775 $H'
            fwd 10 prog 'mv $H/.forward $H/f; ln -s f $H/.forward; chmod 777 $H'
            fwd 11 addr 'ln $H/.forward $H/f; chmod 775 $H'
            fwd 12 prog 'chmod 1777 $H'
            fwd 13 addr 'chmod 1775 $H'
            fwd 14 prog 'chmod 664 $H/.forward; chmod 775 $H'
            fwd 15 addr 'rm $H/.forward; chmod 777 $H'
            fwd 16 addr '' 'chown u01 $H/.forward'
            fwd 17 prog 'mv $H/.forward $H/f; ln -s f $H/.forward'
            fwd 18 prog 'chmod 666 $H/.forward; chmod 777 $H'
            list 21 safe addr 'chmod 664 $L'
            list 22 safe prog 'chmod 664 $L; chown u01 $L'
            list 23 safe addr 'chmod 646 $L'
            list 24 safe prog 'chmod 646 $L; chown u01 $L'
            list 25 d775 addr ''
            list 26 d775 prog 'chown u01 $L'
            list 27 d777 addr ''
            list 28 d777 prog 'chown u01 $L'
            list 29 d775 addr 'mv $L $L.x; ln -s $L.x $L'
            list 30 d777 prog 'ln $L $L.x; chown u01 $L'
            list 31 d1777 prog 'chown u01 $L'
            list 32 d777 prog ''
            list 33 d777 prog 'chown closed $L'
            list 34 d777 prog 'chown 4711 $L'
            list 35 safe prog 'chown closed $L'
            list 36 d775 prog 'chmod 664 $L; chown u01 $L'
            list 38 d775 prog ''
            list 39 d777 addr 'chown closed $L'
            list 37 safe prog 'chown u01 $L; mv $L $L.x; ln -s $L.x $L'
            printf -- '-bt\\tthe help\\n' >/srv/d777/help
            echo 'key value' >/srv/d775/words
            for d in d775 d777 d1777; do echo 'key value' | MAKEMAP hash /srv/$d/map; done 2>/dev/null
            ln -s map.db /srv/d777/link.db
            cp /srv/d777/map.db /srv/d777/one.db
            ln /srv/d777/one.db /srv/d777/second.db
            chmod 775 /srv/d775; chmod 777 /srv/d777; chmod 1777 /srv/d1777
            SENDMAIL -bi
            """;

    private static final String ENTER =
            "hostname mx.exam.test && mount --make-rprivate / && mount --bind \"$1/srv\" /srv"
                    + " && for file in passwd group shells hosts nsswitch.conf; do"
                    + " mount --bind \"$1/etc/$file\" \"/etc/$file\" || exit 1; done && shift && exec \"$@\"";

    @TempDir
    Path host;

    private static List<String> values() {
        List<String> values = new ArrayList<>(List.of("DontBlameSendmail=Safe", "UnsafeGroupWrites=False"));
        Stream.of(BlameFlag.values()).forEach(flag -> values.add("DontBlameSendmail=" + flag.word()));
        for (String together : List.of(
                "GroupWritableForwardFile,GroupWritableForwardFileSafe",
                "GroupWritableForwardFile,WorldWritableForwardFile,ForwardFileInUnsafeDirPath",
                "ForwardFileInUnsafeDirPath,ForwardFileInUnsafeDirPathSafe",
                "ForwardFileInUnsafeDirPath,LinkedForwardFileInWritableDir",
                "ForwardFileInGroupWritableDirPath,LinkedForwardFileInWritableDir",
                "ForwardFileInUnsafeDirPath,AssumeSafeChown",
                "GroupWritableIncludeFile,GroupWritableIncludeFileSafe",
                "GroupWritableIncludeFile,WorldWritableIncludeFile,IncludeFileInUnsafeDirPath",
                "IncludeFileInUnsafeDirPath,IncludeFileInUnsafeDirPathSafe",
                "IncludeFileInUnsafeDirPath,LinkedIncludeFileInWritableDir",
                "IncludeFileInGroupWritableDirPath,LinkedIncludeFileInWritableDir",
                "IncludeFileInUnsafeDirPath,AssumeSafeChown",
                "IncludeFileInUnsafeDirPath,IncludeFileInUnsafeDirPathSafe,AssumeSafeChown",
                "MapInUnsafeDirPath,LinkedMapInWritableDir",
                "MapInUnsafeDirPath,HelpFileInUnsafeDirPath,Safe")) {
            values.add("DontBlameSendmail=" + together);
        }
        return values;
    }

    @Test
    void eachValueRelaxesTheSame() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        prepare();
        Map<String, String> theirs;
        Map<String, String> ours;
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> other = both.submit(this::real);
            ours = runs(postern());
            theirs = runs(other.get());
        }
        assertThat(theirs.values().stream().distinct()).as("the values differ").hasSizeGreaterThan(20);
        assertThat(String.join("\n", differences(theirs, ours))).isEmpty();
    }

    private static List<String> differences(Map<String, String> theirs, Map<String, String> ours) {
        List<String> differences = new ArrayList<>();
        theirs.forEach((value, output) -> {
            List<String> there = new ArrayList<>(output.lines().toList());
            List<String> here =
                    new ArrayList<>(ours.getOrDefault(value, "").lines().toList());
            List<String> common = List.copyOf(here);
            here.removeAll(there);
            there.removeAll(common);
            if (!here.isEmpty() || !there.isEmpty()) {
                differences.add(value + "\n  sendmail: " + there + "\n  postern:  " + here);
            }
        });
        return differences;
    }

    /// Our version is told without Debian's last number, and directories are warned of when a database is built
    /// (docs/compatibility.md), not at each look-up.
    private static Map<String, String> runs(String said) {
        Map<String, String> runs = new LinkedHashMap<>();
        String output =
                said.replace("8.17.1.9", "8.17.1").replaceAll("WARNING: \\w+ writable directory /srv/\\w+\n", "");
        for (String run : output.split("(?m)^" + ForgivingRuns.MARK, -1)) {
            int end = run.indexOf('\n');
            if (end > 0) {
                runs.put(run.substring(0, end), run.substring(end + 1));
            }
        }
        return runs;
    }

    private void prepare() throws IOException {
        Files.setPosixFilePermissions(host, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(host.resolve("srv"));
        Files.createDirectory(host.resolve("etc"));
        StringBuilder passwd = new StringBuilder(Files.readString(Path.of("/etc/passwd")));
        StringBuilder group = new StringBuilder(Files.readString(Path.of("/etc/group")));
        int id = FIRST_ID;
        List<String> users = new ArrayList<>(List.of("mailnull", "closed"));
        for (int i = 1; i <= 18; i++) {
            users.add("u%02d".formatted(i));
        }
        for (String user : users) {
            String shell = user.equals("closed") ? "/usr/sbin/nologin" : "/bin/sh";
            passwd.append(user + ":x:" + id + ":" + id + "::/srv/home/" + user + ":" + shell + "\n");
            group.append(user + ":x:" + id + ":\n");
            id++;
        }
        etc("passwd", passwd.toString());
        etc("group", group.toString());
        etc("shells", "/bin/sh\n");
        etc("hosts", "127.0.0.1 localhost mx.exam.test\n");
        etc("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n");
        etc("sendmail.cf", RealSendmail.cf(MC));
        etc("addresses", addresses().stream().collect(Collectors.joining("\n")) + "\n");
        etc(
                "lines",
                "?\n/map group key\n/map world key\n/map sticky key\n/map linked key\n/map second key\n/map text key\n");
        etc("values", String.join("\n", values()) + "\n");
        String sendmail = Peers.program("sendmail", "sendmail") + " -C " + host.resolve("etc/sendmail.cf");
        String makemap = Peers.program("sendmail", "makemap") + " -C " + host.resolve("etc/sendmail.cf");
        etc("layout", LAYOUT.replace("SENDMAIL", sendmail).replace("MAKEMAP", makemap));
        etc("real", """
                while read -r value; do
                    echo; echo "%1$s$value"
                    %2$s -O "$value" -bv $(cat %3$s/addresses) </dev/null 2>&1
                    %2$s -O "$value" -bt <%3$s/lines 2>&1
                done <%3$s/values
                """.formatted(ForgivingRuns.MARK, sendmail, host.resolve("etc")));
        inside(List.of("sh", host.resolve("etc/layout").toString())).succeeded();
    }

    private static List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        for (int i = 1; i <= 18; i++) {
            addresses.add("u%02d".formatted(i));
        }
        for (int i = 21; i <= 39; i++) {
            addresses.add("l" + i);
        }
        return addresses;
    }

    private void etc(String name, String text) throws IOException {
        Path file = Files.writeString(host.resolve("etc").resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private ProgramRun inside(List<String> command) {
        List<String> all = new ArrayList<>(List.of("unshare", "-u", "-m", "sh", "-c", ENTER, "sh", host.toString()));
        all.addAll(command);
        return ProgramRun.of(all, "", Path.of("/"), LIMIT_SECONDS);
    }

    private String real() {
        return inside(List.of("sh", host.resolve("etc/real").toString())).output();
    }

    private String postern() {
        Path etc = host.resolve("etc");
        return inside(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        ForgivingRuns.class.getName(),
                        etc.resolve("sendmail.cf").toString(),
                        etc.resolve("lines").toString(),
                        etc.resolve("addresses").toString(),
                        etc.resolve("values").toString()))
                .output();
    }
}
