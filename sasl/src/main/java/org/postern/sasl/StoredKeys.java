package org.postern.sasl;

import java.util.Optional;

/// Salted keys as text (RFC 5803 §3): `SCRAM-SHA-256$4096:salt$StoredKey:ServerKey`.
record StoredKeys(ScramHash hash, ScramKeys keys) {
    private static final int MAX_ITERATIONS = 10_000_000;

    String text() {
        return "SCRAM-" + hash.text() + '$' + keys.iterations() + ':' + ScramMessage.encode(keys.salt()) + '$'
                + ScramMessage.encode(keys.storedKey().bytes()) + ':'
                + ScramMessage.encode(keys.serverKey().bytes());
    }

    static Optional<StoredKeys> parse(String text) {
        String[] parts = text.split("[$:]", 6);
        if (parts.length != 5 || !parts[1].matches("[1-9][0-9]{0,7}")) {
            return Optional.empty();
        }
        int iterations = Integer.parseInt(parts[1]);
        Optional<byte[]> salt = ScramMessage.decode(parts[2]);
        Optional<byte[]> stored = ScramMessage.decode(parts[3]);
        Optional<byte[]> server = ScramMessage.decode(parts[4]);
        for (ScramHash hash : ScramHash.values()) {
            boolean fits = parts[0].equals("SCRAM-" + hash.text())
                    && iterations <= MAX_ITERATIONS
                    && salt.isPresent()
                    && stored.filter(key -> key.length == hash.length()).isPresent()
                    && server.filter(key -> key.length == hash.length()).isPresent();
            if (fits) {
                return Optional.of(new StoredKeys(
                        hash, new ScramKeys(salt.get(), iterations, Secret.of(stored.get()), Secret.of(server.get()))));
            }
        }
        return Optional.empty();
    }
}
