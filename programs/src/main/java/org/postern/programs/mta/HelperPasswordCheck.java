package org.postern.programs.mta;

import org.postern.base.Ascii;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperClient;
import org.postern.helperwire.HelperRequest;
import org.postern.helperwire.PasswordState;
import org.postern.sasl.FailureKind;
import org.postern.sasl.PasswordCheck;
import org.postern.sasl.PasswordVerdict;
import org.postern.sasl.SaslFacts;
import org.postern.sasl.Secret;
import org.postern.sasl.UserName;

/// Passwords of this system (`pwcheck_method: shadow`): the helper looks, this process may not.
final class HelperPasswordCheck implements PasswordCheck {
    private static final String WRONG = "Password verification failed";

    private final HelperClient helper;

    HelperPasswordCheck(HelperClient helper) {
        this.helper = helper;
    }

    @Override
    public PasswordVerdict check(UserName user, Secret password, SaslFacts facts) {
        HelperRequest.CheckPassword question;
        try {
            question = new HelperRequest.CheckPassword(user.name(), user.realm(), Ascii.text(password.bytes()));
        } catch (IllegalArgumentException impossible) {
            // no account has such a name or password
            return new PasswordVerdict.Refused(FailureKind.WRONG, WRONG);
        }
        return switch (helper.checkPassword(question)) {
            case HelperAnswer.PasswordJudged(PasswordState state) -> verdict(state);
            case HelperAnswer.Temporary(var _, var _, String why) -> unavailable(why);
            case HelperAnswer.Refused(String why) -> unavailable(why);
            case HelperAnswer.Delivered _,
                    HelperAnswer.Failed _,
                    HelperAnswer.ProgramEnded _,
                    HelperAnswer.ProgramFailed _,
                    HelperAnswer.Secret _,
                    HelperAnswer.OfFile _,
                    HelperAnswer.Pong _,
                    HelperAnswer.ListPart _,
                    HelperAnswer.NoList _,
                    HelperAnswer.ClassPart _ -> unavailable("the helper does not make sense");
        };
    }

    private static PasswordVerdict unavailable(String why) {
        return new PasswordVerdict.Refused(FailureKind.UNAVAILABLE, why);
    }

    private static PasswordVerdict verdict(PasswordState state) {
        return switch (state) {
            case RIGHT -> new PasswordVerdict.Right();
            case WRONG -> new PasswordVerdict.Refused(FailureKind.WRONG, WRONG);
            case UNKNOWN -> new PasswordVerdict.Refused(FailureKind.NO_USER, WRONG);
            case LOCKED -> new PasswordVerdict.Refused(FailureKind.DISABLED, WRONG);
            case EXPIRED -> new PasswordVerdict.Refused(FailureKind.EXPIRED, WRONG);
        };
    }
}
