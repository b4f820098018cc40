package org.postern.receive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.postern.base.SystemClock;
import org.postern.cf.CfOption;
import org.postern.cf.OptionValues;
import org.postern.sasl.AuthOptions;
import org.postern.sasl.SaslPolicy;
import org.postern.sasl.Secret;
import org.postern.sasl.SecretAnswer;
import org.postern.sasl.SecretStore;
import org.postern.sasl.ServerBackends;
import org.postern.sasl.ServerMechanisms;
import org.postern.sasl.StoredSecrets;
import org.postern.sasl.UserName;
import org.postern.testkit.SendmailFolder;
import org.postern.tls.TlsContexts;
import org.postern.tls.TlsFile;
import org.postern.tls.TlsFileSource;
import org.postern.tls.TlsSettings;

/// What a [StockHost] has for AUTH and STARTTLS: the passwords of the file `users`, and the certificates that its
/// configuration names.
final class StockProtection {
    private StockProtection() {}

    static Protection of(SendmailFolder folder, OptionValues options) throws IOException {
        TlsContexts contexts = TlsContexts.build(tls(options), StockProtection::read, new SystemClock());
        Path users = folder.etc().resolve("users");
        ServerMechanisms mechanisms = Files.exists(users)
                ? new ServerMechanisms(
                        policy(options),
                        ServerBackends.ofStore(store(Files.readAllLines(users)), new SecureRandom(), new SystemClock()))
                : ServerMechanisms.none();
        return new Protection(mechanisms, contexts::server);
    }

    private static SaslPolicy policy(OptionValues options) {
        return new SaslPolicy(
                List.of(options.text(CfOption.AUTH_MECHANISMS).strip().split("[ ,]+")),
                AuthOptions.of(options.text(CfOption.AUTH_OPTIONS)),
                (int) options.number(CfOption.AUTH_MAX_BITS));
    }

    private static SecretStore store(List<String> lines) {
        Map<UserName, SecretAnswer> secrets = new HashMap<>();
        for (String line : lines) {
            String[] words = line.split("[@ ]", 3);
            secrets.put(
                    new UserName(words[0], words[1]),
                    new SecretAnswer.Found(StoredSecrets.ofPlain(Secret.ofUtf8(words[2]))));
        }
        return user -> Objects.requireNonNullElseGet(secrets.get(user), SecretAnswer.NotFound::new);
    }

    private static TlsSettings tls(OptionValues options) {
        return TlsSettings.of(
                new TlsSettings.Side(
                        options.text(CfOption.SERVER_CERT_FILE),
                        options.text(CfOption.SERVER_KEY_FILE),
                        options.text(CfOption.CA_CERT_FILE),
                        "",
                        ""),
                TlsSettings.Side.EMPTY);
    }

    private static TlsFile read(String path, TlsFileSource.Use use) {
        try {
            return new TlsFile.Found(Files.readAllBytes(Path.of(path)));
        } catch (IOException _) {
            return new TlsFile.Unusable("No such file or directory");
        }
    }
}
