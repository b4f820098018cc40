package org.postern.deliver;

import java.util.Optional;
import org.postern.base.SysExit;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;
import org.postern.helperwire.ListOrigin;
import org.postern.mail.ControllingUser;

/// Puts a list together from the parts that the helper gives. A list that changes meanwhile is read again.
final class ListReader implements UserFiles {
    private static final int ROUNDS = 3;

    private final Parts parts;
    private final int longest;

    ListReader(Parts parts, int longest) {
        this.parts = parts;
        this.longest = longest;
    }

    @Override
    public Forwarding read(ListOrigin origin) {
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Forwarding> result = once(origin);
            if (result.isPresent()) {
                return result.get();
            }
        }
        return new Forwarding.Unavailable("the list changes all the time");
    }

    /// @return empty when the list changed between two parts
    private Optional<Forwarding> once(ListOrigin origin) {
        StringBuilder text = new StringBuilder();
        long stamp = 0;
        for (int part = 0; text.length() <= longest; part++) {
            switch (parts.read(new HelperRequest.ReadList(origin, part))) {
                case HelperAnswer.ListPart list -> {
                    if (part > 0 && list.stamp() != stamp) {
                        return Optional.empty();
                    }
                    stamp = list.stamp();
                    text.append(list.text());
                    if (!list.more()) {
                        ControllingUser user =
                                new ControllingUser(list.user(), list.uid(), list.gid(), ListSource.text(origin));
                        return Optional.of(new Forwarding.To(text.toString(), user));
                    }
                }
                case HelperAnswer.NoList() -> {
                    return part == 0 ? Optional.of(Forwarding.None.INSTANCE) : Optional.empty();
                }
                case HelperAnswer.Failed(SysExit _, String _, String why) -> {
                    return Optional.of(new Forwarding.Unreadable(why));
                }
                case HelperAnswer.Temporary(SysExit _, String _, String why) -> {
                    return Optional.of(new Forwarding.Unavailable(why));
                }
                case HelperAnswer.Refused(String why) -> {
                    return Optional.of(new Forwarding.Unavailable(why));
                }
                case HelperAnswer.Delivered _,
                        HelperAnswer.ProgramFailed _,
                        HelperAnswer.ProgramEnded _,
                        HelperAnswer.Secret _,
                        HelperAnswer.PasswordJudged _,
                        HelperAnswer.OfFile _,
                        HelperAnswer.ClassPart _,
                        HelperAnswer.Pong _ -> {
                    return Optional.of(new Forwarding.Unavailable("an answer to another question"));
                }
            }
        }
        return Optional.of(new Forwarding.Unreadable("the list is longer than " + longest + " bytes"));
    }
}
