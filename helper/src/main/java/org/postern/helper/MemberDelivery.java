package org.postern.helper;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.postern.base.EventSink;
import org.postern.base.SysExit;
import org.postern.cf.Mailer;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;
import org.postern.helperwire.ListOrigin;
import org.postern.mail.AddressList;

/// Delivers to a program or file that a list names: finds the list again, looks whether the member stands in it and
/// what the list's user may do, and only then acts, as that user.
final class MemberDelivery {
    private final ListAuthority authority;
    private final ProgramDelivery programs;
    private final FileDelivery files;
    private final String hostName;
    private final EventSink events;

    MemberDelivery(
            ListAuthority authority, ProgramDelivery programs, FileDelivery files, String hostName, EventSink events) {
        this.authority = authority;
        this.programs = programs;
        this.files = files;
        this.hostName = hostName;
        this.events = events;
    }

    HelperAnswer deliver(HelperRequest.DeliverToMember request, InputStream message) throws IOException {
        HelperAnswer answer = switch (authority.find(request.origin())) {
            case ListFound.Denied(HelperAnswer denial) -> denial;
            case ListFound.Nothing() -> new HelperAnswer.Refused("there is no such list any more");
            case ListFound.Text list -> deliver(list, request, message);
        };
        if (!(answer instanceof HelperAnswer.Delivered)) {
            events.accept(new HelperEvent.MemberRefused(request.queueId(), request.member(), answer));
        }
        return answer;
    }

    private HelperAnswer deliver(ListFound.Text list, HelperRequest.DeliverToMember request, InputStream message)
            throws IOException {
        if (!list.members().contains(request.member())) {
            return new HelperAnswer.Refused("the list does not hold it");
        }
        String target = AddressList.unquoted(request.member());
        boolean program = target.startsWith("|");
        if (!program && !target.startsWith("/")) {
            return new HelperAnswer.Refused("neither a program nor a file");
        }
        Rights rights = list.rights();
        String what = program ? "programs" : "files";
        Optional<String> objection = objection(request.origin(), rights, hostName, what);
        if (objection.isPresent()) {
            return denied(objection.get());
        }
        return program
                ? programs.run(target.substring(1).strip(), rights, request, message)
                : toFile(target, rights, request, message);
    }

    /// Why members of a list are not served, in sendmail's words; empty when they are.
    ///
    /// @param what `programs` or `files`
    static Optional<String> objection(ListOrigin origin, Rights rights, String hostName, String what) {
        String address = origin.includes().isEmpty()
                ? rights.name()
                : ":include:" + origin.includes().getLast();
        return switch (rights.mark()) {
            case NO_SHELL ->
                Optional.of("User " + rights.name() + "@" + hostName + " doesn't have a valid shell for mailing to "
                        + what);
            case UNSAFE -> Optional.of("Address " + address + " is unsafe for mailing to " + what);
            case UNKNOWN_USER -> Optional.of(rights.name() + " is an unknown user: cannot mail to " + what);
            case NONE -> Optional.empty();
        };
    }

    private HelperAnswer toFile(String path, Rights rights, HelperRequest.DeliverToMember request, InputStream message)
            throws IOException {
        Optional<Mailer> other = files.program();
        return other.isPresent()
                ? programs.run(other.get(), path, rights, request, message)
                : files.append(path, rights, request, message);
    }

    private static HelperAnswer denied(String text) {
        return new HelperAnswer.Failed(SysExit.UNAVAILABLE, "5.7.1", text);
    }
}
