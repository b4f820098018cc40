package org.postern.helper;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postern.base.Ascii;
import org.postern.cf.ConfigurationFiles.Content;
import org.postern.os.Identity;

/// Runs the program of an `F` line (`F{x}|program arguments`, sendmail op guide §5.3) while a configuration is read.
///
/// As for sendmail: no shell, nothing as input, DefaultUser when this process is root and otherwise whoever it
/// is, a closed environment, and any exit code. Differently, the folder is `/`, the program's name is
/// absolute, and it is ended when it takes too long or prints too much.
public final class ClassProgram {
    private final Duration patience;
    private final int most;

    /// @param patience how long it may run
    /// @param most how many bytes it may print
    public ClassProgram(Duration patience, int most) {
        this.patience = patience;
        this.most = most;
    }

    /// What it prints.
    ///
    /// @param user as whom, when this process is root
    /// @param environment the whole environment
    public Content run(List<String> program, Optional<Identity> user, Map<String, String> environment) {
        if (program.isEmpty() || !program.getFirst().startsWith("/")) {
            return failed("the program needs an absolute name");
        }
        Optional<List<String>> command = UserCommand.as(user, program);
        if (command.isEmpty()) {
            return failed("DefaultUser is root, or setpriv is not installed");
        }
        if (!new File(program.getFirst()).isFile()) {
            return new Content.Unreadable(true, "No such file or directory");
        }
        ProcessBuilder builder = new ProcessBuilder(command.get())
                .directory(new File("/"))
                .redirectInput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return output(builder.start());
        } catch (IOException e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("interrupted");
        }
    }

    private Content output(Process process) throws InterruptedException {
        FutureTask<byte[]> reading = new FutureTask<>(() -> read(process.getInputStream()));
        Thread.ofPlatform().daemon(true).name("class-program").start(reading);
        try {
            byte[] printed = reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return printed.length > most ? failed("it prints too much") : new Content.Text(Ascii.text(printed));
        } catch (TimeoutException e) {
            return failed("it does not end");
        } catch (ExecutionException e) {
            return failed("its output cannot be read");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private byte[] read(InputStream output) throws IOException {
        return output.readNBytes(most + 1);
    }

    private static Content failed(String reason) {
        return new Content.Unreadable(false, reason);
    }
}
