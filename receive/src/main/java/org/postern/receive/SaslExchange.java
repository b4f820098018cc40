package org.postern.receive;

import java.util.Optional;
import java.util.function.Consumer;
import org.postern.sasl.SecurityLayer;
import org.postern.sasl.ServerMechanism;
import org.postern.sasl.ServerStep;
import org.postern.smtp.AuthAnswer;
import org.postern.smtp.AuthExchange;
import org.postern.smtp.AuthIdentity;

/// One attempt of AUTH: the dialogue's view of a mechanism of SASL.
final class SaslExchange implements AuthExchange {
    private final ServerMechanism mechanism;
    private final String typed;
    private final Consumer<SecurityLayer> agreed;
    private final Consumer<ServerStep.Failure> failed;

    /// @param typed the name of the mechanism as the client wrote it
    /// @param agreed gets the layer of a success
    /// @param failed gets every failure, for the log
    SaslExchange(
            ServerMechanism mechanism,
            String typed,
            Consumer<SecurityLayer> agreed,
            Consumer<ServerStep.Failure> failed) {
        this.mechanism = mechanism;
        this.typed = typed;
        this.agreed = agreed;
        this.failed = failed;
    }

    @Override
    public AuthAnswer begin(Optional<byte[]> initialResponse) {
        return answer(mechanism.begin(initialResponse));
    }

    @Override
    public AuthAnswer respond(byte[] response) {
        return answer(mechanism.respond(response));
    }

    private AuthAnswer answer(ServerStep step) {
        return switch (step) {
            case ServerStep.Challenge challenge -> new AuthAnswer.Challenge(challenge.data());
            case ServerStep.Success success -> {
                agreed.accept(success.layer());
                yield new AuthAnswer.Success(
                        new AuthIdentity(
                                typed,
                                success.identity().authenticationId(),
                                success.identity().strength()),
                        success.layer().present());
            }
            case ServerStep.Failure failure -> {
                failed.accept(failure);
                yield new AuthAnswer.Failure(failure.kind().temporary());
            }
        };
    }
}
