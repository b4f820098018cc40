package org.postern.sasl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.postern.base.Ascii;

/// The content of a file with secrets, as an immutable value.
///
/// The file is text: a first line that says what it is, then `user realm property value` for each secret, with
/// `%XX` for bytes that would not fit into a word. Properties: `userPassword` with the password in base64, and
/// `authPassword` with salted keys in the form of RFC 5803 (`SCRAM-SHA-256$4096:salt$StoredKey:ServerKey`).
public final class SecretTable implements SecretStore {
    /// The name of the property with the plain password, as in Cyrus's file.
    public static final String PLAIN = "userPassword";
    /// The name of the property with salted keys.
    public static final String KEYS = "authPassword";
    /// The first line of the file.
    public static final String MARK = "# Postern secrets 1";
    /// No secrets.
    public static final SecretTable EMPTY = new SecretTable(Map.of());

    /// How many users a file may have.
    static final int MAX_USERS = 500_000;

    private static final int MAX_WORD = 4096;
    private static final int CYRUS_PARTS = 3;
    private static final String HEX = "0123456789ABCDEF";

    private final Map<UserName, StoredSecrets> users;

    private SecretTable(Map<UserName, StoredSecrets> users) {
        this.users = Map.copyOf(users);
    }

    /// Thrown for a file that is not what it should be. The text names the line and nothing of it.
    public static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedException(String message) {
            super(message);
        }
    }

    /// True when bytes begin as a file of this form.
    public static boolean isOurs(byte[] bytes) {
        return Ascii.text(bytes, 0, Math.min(bytes.length, MARK.length())).equals(MARK);
    }

    /// Reads the file.
    ///
    /// @throws DamagedException when a line cannot be understood: no secret is better than a wrong one
    public static SecretTable parse(byte[] bytes) throws DamagedException {
        if (bytes.length == 0) {
            return EMPTY;
        }
        if (!isOurs(bytes)) {
            throw new DamagedException("not a file of secrets");
        }
        Map<UserName, StoredSecrets> users = new HashMap<>();
        int number = 0;
        for (String line : Ascii.text(bytes).split("\n", -1)) {
            number++;
            if (!line.isEmpty() && !line.startsWith("#")) {
                String[] words = line.split(" ", 5);
                if (words.length != 4 || !add(users, words)) {
                    throw new DamagedException("line " + number + " is not understood");
                }
            }
        }
        return new SecretTable(users);
    }

    private static boolean add(Map<UserName, StoredSecrets> users, String[] words) {
        Optional<String> name = unescape(words[0]);
        Optional<String> realm = unescape(words[1]);
        if (name.isEmpty() || realm.isEmpty() || name.get().isEmpty() || users.size() >= MAX_USERS) {
            return false;
        }
        UserName user = new UserName(name.get(), realm.get());
        StoredSecrets before = users.getOrDefault(user, new StoredSecrets(Optional.empty(), Map.of()));
        Optional<StoredSecrets> after = switch (words[2]) {
            case PLAIN -> ScramMessage.decode(words[3]).map(plain -> before.withPlain(Secret.of(plain)));
            case KEYS -> StoredKeys.parse(words[3]).map(keys -> before.withKeys(keys.hash(), keys.keys()));
            default -> Optional.of(before); // of a later version
        };
        after.filter(secrets -> secrets.plain().isPresent() || !secrets.scram().isEmpty())
                .ifPresent(secrets -> users.put(user, secrets));
        return after.isPresent();
    }

    /// Collects what a file of Cyrus holds: keys `user NUL realm NUL property`.
    public static final class CyrusReader {
        private final Map<UserName, StoredSecrets> users = new LinkedHashMap<>();

        /// One entry; what is not a plain password is passed over (secrets of mechanisms that nobody uses).
        public CyrusReader add(byte[] key, byte[] value) {
            String[] parts = Ascii.text(key).split("\0", CYRUS_PARTS + 1);
            boolean plain = parts.length == CYRUS_PARTS && parts[2].equals(PLAIN) && !parts[0].isEmpty();
            if (plain && value.length <= MAX_WORD && users.size() < MAX_USERS) {
                users.put(new UserName(parts[0], parts[1]), StoredSecrets.ofPlain(Secret.of(value)));
            }
            return this;
        }

        /// What was collected.
        public SecretTable table() {
            return new SecretTable(users);
        }
    }

    @Override
    public SecretAnswer find(UserName user) {
        return Optional.ofNullable(users.get(user))
                .<SecretAnswer>map(SecretAnswer.Found::new)
                .orElseGet(SecretAnswer.NotFound::new);
    }

    /// The same table with one user's secrets replaced.
    public SecretTable with(UserName user, StoredSecrets secrets) {
        Map<UserName, StoredSecrets> changed = new HashMap<>(users);
        changed.put(user, secrets);
        return new SecretTable(changed);
    }

    /// The same table without a user.
    public SecretTable without(UserName user) {
        Map<UserName, StoredSecrets> changed = new HashMap<>(users);
        changed.remove(user);
        return new SecretTable(changed);
    }

    /// The names, in order.
    public List<UserName> names() {
        Set<UserName> all = new HashSet<>(users.keySet());
        return all.stream()
                .sorted(Comparator.comparing(UserName::name).thenComparing(UserName::realm))
                .toList();
    }

    /// The names of a user's properties, as `sasldblistusers2` shows them.
    public List<String> properties(UserName user) {
        List<String> names = new ArrayList<>();
        if (find(user) instanceof SecretAnswer.Found(StoredSecrets secrets)) {
            secrets.plain().ifPresent(_ -> names.add(PLAIN));
            if (!secrets.scram().isEmpty()) {
                names.add(KEYS);
            }
        }
        return names;
    }

    /// The text of the file.
    public byte[] encode() {
        StringBuilder out = new StringBuilder(MARK).append('\n');
        for (UserName user : names()) {
            String begin = escape(user.name()) + ' ' + escape(user.realm()) + ' ';
            if (find(user) instanceof SecretAnswer.Found(StoredSecrets secrets)) {
                secrets.plain()
                        .ifPresent(plain -> out.append(begin)
                                .append(PLAIN)
                                .append(' ')
                                .append(ScramMessage.encode(plain.bytes()))
                                .append('\n'));
                new TreeMap<>(secrets.scram())
                        .forEach((hash, keys) -> out.append(begin)
                                .append(KEYS)
                                .append(' ')
                                .append(new StoredKeys(hash, keys).text())
                                .append('\n'));
            }
        }
        return Ascii.bytes(out.toString());
    }

    private static String escape(String word) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c > ' ' && c < 127 && c != '%' && c != '#') {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt((c >> 4) & 15)).append(HEX.charAt(c & 15));
            }
        }
        return out.isEmpty() ? "%" : out.toString();
    }

    private static Optional<String> unescape(String word) {
        if (word.equals("%")) {
            return Optional.of("");
        }
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < word.length()) {
            char c = word.charAt(i++);
            if (c == '%') {
                int high = i + 1 < word.length() ? HEX.indexOf(word.charAt(i)) : -1;
                int low = high >= 0 ? HEX.indexOf(word.charAt(i + 1)) : -1;
                if (low < 0) {
                    return Optional.empty();
                }
                c = (char) ((high << 4) | low);
                i += 2;
            }
            out.append(c);
        }
        return word.length() > MAX_WORD || out.isEmpty() ? Optional.empty() : Optional.of(out.toString());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretTable table && users.equals(table.users);
    }

    @Override
    public int hashCode() {
        return users.hashCode();
    }

    @Override
    public String toString() {
        return "SecretTable[" + users.size() + " users]";
    }
}
