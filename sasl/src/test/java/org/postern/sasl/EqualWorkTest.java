package org.postern.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import java.security.Provider;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.MacSpi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// AUTH-04: a user who does not exist costs as much work as a wrong password, whatever is stored for him. What is
/// counted
/// is every digest and every HMAC that the JDK finishes for us, not time.
class EqualWorkTest {
    private static final AtomicLong WORK = new AtomicLong();
    private static final Provider COUNTING = new CountingProvider();

    @BeforeAll
    static void count() {
        Security.insertProviderAt(COUNTING, 1);
    }

    @AfterAll
    static void stopCounting() {
        Security.removeProvider(COUNTING.getName());
    }

    private static StoredSecrets keysOnly() {
        return new StoredSecrets(
                Optional.empty(),
                Map.of(
                        ScramHash.SHA_1,
                        ScramKeys.derive(ScramHash.SHA_1, Secret.ofUtf8("right"), new byte[16], ScramKeys.ITERATIONS),
                        ScramHash.SHA_256,
                        ScramKeys.derive(
                                ScramHash.SHA_256, Secret.ofUtf8("right"), new byte[16], ScramKeys.ITERATIONS)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"})
    void ofAWrongPasswordAndOfAnUnknownUser(String mechanism) {
        TestStore store = TestStore.withAlice().with("keyed", TestStore.REALM, keysOnly());
        List<Long> work = List.of("alice", "keyed", "nobdy").stream()
                .map(user -> work(store, mechanism, user))
                .toList();
        assertThat(work)
                .first()
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LONG)
                .isPositive();
        assertThat(work).as("with a password, with keys, unknown").containsOnly(work.getFirst());
    }

    private static long work(TestStore store, String mechanism, String user) {
        ServerMechanisms server = store.mechanisms();
        long before = WORK.get();
        ServerStep step =
                TestStore.talk(server, mechanism, TestStore.credentials(user, "wrong", mechanism), TestStore.facts());
        assertThat(step).isInstanceOf(ServerStep.Failure.class);
        return WORK.get() - before;
    }

    /// Counts what the JDK's own provider then does.
    @SuppressWarnings("serial") // never written
    private static final class CountingProvider extends Provider {
        CountingProvider() {
            super("Counting", "1", "counts digests");
            for (String digest : List.of("MD5", "SHA-1", "SHA-256")) {
                add("MessageDigest", digest, () -> new CountingDigest(digest));
            }
            for (String mac : List.of("HmacMD5", "HmacSHA1", "HmacSHA256")) {
                add("Mac", mac, () -> new CountingMac(mac));
            }
        }

        private void add(String type, String algorithm, java.util.function.Supplier<Object> made) {
            putService(new Service(this, type, algorithm, "counting", null, null) {
                @Override
                public Object newInstance(@Nullable Object parameter) {
                    return made.get();
                }
            });
        }
    }

    private static final class CountingDigest extends MessageDigestSpi {
        private final MessageDigest real;

        CountingDigest(String algorithm) {
            try {
                real = MessageDigest.getInstance(algorithm, "SUN");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected void engineUpdate(byte input) {
            real.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            real.update(input, offset, length);
        }

        @Override
        protected byte[] engineDigest() {
            WORK.incrementAndGet();
            return real.digest();
        }

        @Override
        protected void engineReset() {
            real.reset();
        }
    }

    private static final class CountingMac extends MacSpi {
        private final Mac real;

        CountingMac(String algorithm) {
            try {
                real = Mac.getInstance(algorithm, "SunJCE");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected int engineGetMacLength() {
            return real.getMacLength();
        }

        @Override
        protected void engineInit(Key key, @Nullable AlgorithmParameterSpec parameters)
                throws InvalidKeyException, InvalidAlgorithmParameterException {
            real.init(key, parameters);
        }

        @Override
        protected void engineUpdate(byte input) {
            real.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            real.update(input, offset, length);
        }

        @Override
        protected byte[] engineDoFinal() {
            WORK.incrementAndGet();
            return real.doFinal();
        }

        @Override
        protected void engineReset() {
            real.reset();
        }
    }
}
