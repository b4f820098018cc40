package org.postern.maps;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.Event.Priority;
import org.postern.cf.MapDeclaration;

/// Reads the arguments of LDAP maps, and before them those of the option LDAPDefaultSpec.
final class LdapSpecParser {
    /// What the map is for; it decides how several results are joined, and the standard schema.
    enum Use {
        /// A K line: one result, unless `-z` says otherwise.
        MAP,
        /// An alias file: results joined by commas.
        ALIASES,
        /// An F line: results joined by blanks.
        CLASS
    }

    /// What was read.
    record Parsed(MapFlags flags, LdapSpec spec) {}

    private static final int STANDARD_PORT = 389;
    private static final int CONNECT_SECONDS = 120;
    private static final int MOST_ATTRIBUTES = 128;

    private final MapDeclaration declaration;
    private final MapEnvironment environment;
    private final MapFlags.Builder flags = new MapFlags.Builder();

    private String hosts = "";
    private String urls = "";
    private int port = STANDARD_PORT;
    private int connectSeconds = CONNECT_SECONDS;
    private String bindName = "";
    private String method = "simple";
    private String secretFile = "";
    private String secretOwner = "";
    private String base = "";
    private String filter = "";
    private String attributes = "";
    private String scope = "sub";
    private String dereference = "never";
    private int sizeLimit;
    private boolean namesOnly;
    private boolean referrals = true;
    private boolean single;
    private boolean severalArguments;
    private int timeLimit;
    private Optional<Character> nameSeparator = Optional.empty();

    private LdapSpecParser(MapDeclaration declaration, MapEnvironment environment) {
        this.declaration = declaration;
        this.environment = environment;
    }

    /// Reads one declaration.
    ///
    /// @throws MapDeclarationException in sendmail's words
    static Parsed parse(MapDeclaration declaration, MapEnvironment environment, Use use)
            throws MapDeclarationException {
        LdapSpecParser parser = new LdapSpecParser(declaration, environment);
        LdapDefaults defaults = environment.neighbours().ldap();
        parser.defaults(defaults.arguments());
        if (use == Use.ALIASES) {
            parser.flags.columnDelimiter = Optional.of(',');
            if (declaration.arguments().isBlank()) {
                parser.standardAliases(defaults);
            }
        } else if (use == Use.CLASS) {
            parser.flags.columnDelimiter = Optional.of(' ');
        }
        parser.flags(declaration.arguments());
        return parser.finish();
    }

    /// The secret files (`-P`) that declarations and the option LDAPDefaultSpec name, by the name of the map; empty
    /// name: the option.
    static Map<String, String> secretFiles(List<MapDeclaration> declarations, String defaults) {
        Map<String, String> files = new HashMap<>();
        secretFile(defaults).ifPresent(file -> files.put("", file));
        for (MapDeclaration declaration : declarations) {
            if (declaration.mapClass().equals("ldap")) {
                secretFile(declaration.arguments()).ifPresent(file -> files.put(declaration.name(), file));
            }
        }
        return files;
    }

    private static Optional<String> secretFile(String arguments) {
        Optional<String> file = Optional.empty();
        LdapArguments walk = new LdapArguments(arguments);
        while (walk.next()) {
            if (walk.letter() == 'P') {
                file = Optional.of(walk.value());
            }
        }
        return file;
    }

    private void standardAliases(LdapDefaults defaults) {
        filter = "(&(objectClass=sendmailMTAAliasObject)(sendmailMTAAliasGrouping=aliases)(|(sendmailMTACluster="
                + defaults.cluster() + ")(sendmailMTAHost=" + defaults.host() + "))(sendmailMTAKey=%0))";
        attributes = "sendmailMTAAliasValue,sendmailMTAAliasSearch:FILTER:sendmailMTAMapObject,"
                + "sendmailMTAAliasURL:URL:sendmailMTAMapObject";
    }

    /// The option sets what all maps have in common; flags, filter and attributes are each map's own.
    private void defaults(String arguments) throws MapDeclarationException {
        LdapArguments walk = new LdapArguments(arguments);
        while (walk.next()) {
            switch (walk.letter()) {
                case 'A', 'a', 'D', 'f', 'm', 'N', 'O', 'o', 'q', 'S', 'T', 't' ->
                    problem("readcf: option LDAPDefaultSpec: Do not set non-LDAP specific flags");
                case 'k' -> problem("readcf: option LDAPDefaultSpec: Do not set the LDAP search filter");
                case 'v' -> problem("readcf: option LDAPDefaultSpec: Do not set the requested LDAP attributes");
                default -> one(walk);
            }
        }
    }

    private void flags(String arguments) throws MapDeclarationException {
        LdapArguments walk = new LdapArguments(arguments);
        secretOwner = "";
        while (walk.next()) {
            if (!common(walk)) {
                one(walk);
            }
        }
    }

    /// The flags of all map classes.
    private boolean common(LdapArguments walk) {
        switch (walk.letter()) {
            case 'a' -> flags.append = Optional.of(walk.value());
            case 'S' ->
                flags.separator =
                        Optional.of(walk.raw().isEmpty() ? ' ' : walk.raw().charAt(0));
            case 'T' -> flags.failureSuffix = Optional.of(walk.value());
            case 'z' -> flags.columnDelimiter = MapFlagsParser.delimiter(walk.raw());
            default -> {
                return flags.set(walk.letter());
            }
        }
        return true;
    }

    private void one(LdapArguments walk) throws MapDeclarationException {
        switch (walk.letter()) {
            case '1', '2' -> single = true;
            case 'b' -> base = walk.value();
            case 'c' -> connectSeconds = walk.number();
            case 'd' -> bindName = walk.value();
            case 'h', 'H' -> address(walk);
            case 'K' -> severalArguments = true;
            case 'k' -> filter = walk.value();
            case 'l' -> timeLimit = walk.number();
            case 'M' -> method = word(walk, "ldap_auth_", "Method for binding must be [none|simple|krbv4]");
            case 'n' -> namesOnly = true;
            case 'P' -> {
                secretFile = walk.value();
                secretOwner = declaration.name();
            }
            case 'p' -> port = walk.number();
            case 'R' -> referrals = false;
            case 'r' -> dereference = word(walk, "ldap_deref_", "Deref must be [never|always|search|find]");
            case 's' -> scope = word(walk, "ldap_scope_", "Scope must be [base|one|sub]");
            case 'V' -> nameSeparator = MapFlagsParser.delimiter(walk.raw());
            case 'v' -> attributes = walk.value();
            case 'w' -> version(walk.number());
            case 'Z' -> sizeLimit = walk.number();
            default -> problem("Illegal option " + walk.letter() + " map " + declaration.name());
        }
    }

    private void address(LdapArguments walk) throws MapDeclarationException {
        if (walk.letter() == 'h') {
            hosts = walk.value();
        } else {
            urls = walk.value();
        }
        if (!hosts.isEmpty() && !urls.isEmpty()) {
            throw new MapDeclarationException(
                    "Can not specify both an LDAP host and an LDAP URI in map " + declaration.name());
        }
    }

    /// One of the words that the complaint names in brackets.
    private String word(LdapArguments walk, String prefix, String complaint) throws MapDeclarationException {
        String list = complaint.substring(complaint.indexOf('[') + 1, complaint.indexOf(']'));
        Optional<String> found = walk.oneOf(prefix, list.split("\\|", -1));
        if (found.isEmpty()) {
            throw new MapDeclarationException(complaint + " (not " + walk.value() + ") in map " + declaration.name());
        }
        return found.get();
    }

    private void version(int version) throws MapDeclarationException {
        if (version < 2 || version > 3) {
            String bound = version > 3 ? " exceeds max of 3" : " is lower than min of 2";
            throw new MapDeclarationException("LDAP version " + version + bound + " in map " + declaration.name());
        }
    }

    private Parsed finish() throws MapDeclarationException {
        if (filter.isEmpty()) {
            throw new MapDeclarationException("No filter given in map " + declaration.name());
        }
        String password = "";
        if (!secretFile.isEmpty() && method.equals("simple")) {
            Optional<String> secret = environment.neighbours().secrets().firstLine(secretOwner, secretFile);
            if (secret.isEmpty()) {
                throw new MapDeclarationException("LDAP map: cannot open secret " + secretFile);
            }
            password = secret.get();
        }
        boolean anonymous = !method.equals("simple");
        LdapServer server = new LdapServer(
                urls.isEmpty() ? (hosts.isEmpty() ? "localhost" : hosts) : urls,
                !urls.isEmpty(),
                port,
                anonymous ? "" : bindName,
                anonymous ? "" : password,
                connectSeconds);
        LdapSpec spec = new LdapSpec(
                server,
                base,
                filter,
                wanted(),
                scope,
                dereference,
                timeLimit,
                single ? 2 : sizeLimit,
                namesOnly,
                referrals,
                single,
                severalArguments,
                nameSeparator);
        return new Parsed(flags.build(), spec);
    }

    private List<LdapAttribute> wanted() throws MapDeclarationException {
        List<LdapAttribute> wanted = new ArrayList<>();
        boolean searches = false;
        boolean returns = false;
        for (String part : attributes.split(",", -1)) {
            String text = part.strip();
            if (text.isEmpty()) {
                continue;
            }
            LdapAttribute attribute = attribute(text);
            if (wanted.stream().anyMatch(other -> Ascii.sameIgnoringCase(other.name(), attribute.name()))) {
                throw new MapDeclarationException(
                        "Duplicate attribute (" + attribute.name() + ") in " + declaration.name());
            }
            wanted.add(attribute);
            searches |= attribute.kind() != LdapAttribute.Kind.NORMAL;
            returns |= attribute.kind() == LdapAttribute.Kind.NORMAL;
        }
        if (wanted.size() > MOST_ATTRIBUTES) {
            throw new MapDeclarationException(
                    "Too many return attributes in " + declaration.name() + " (max " + MOST_ATTRIBUTES + ")");
        } else if (searches && !returns) {
            throw new MapDeclarationException(
                    "LDAP recursion requested in " + declaration.name() + " but no returnable attribute given");
        } else if (searches && namesOnly) {
            throw new MapDeclarationException(
                    "LDAP recursion requested in " + declaration.name() + " can not be used with -n");
        }
        return wanted;
    }

    private LdapAttribute attribute(String text) throws MapDeclarationException {
        String[] parts = text.split(":", 3);
        String kind = parts.length > 1 ? parts[1] : "";
        String classes = parts.length > 2 && !parts[2].equals("*") ? parts[2] : "";
        for (LdapAttribute.Kind known : LdapAttribute.Kind.values()) {
            if (kind.isEmpty() || Ascii.sameIgnoringCase(kind, known.name())) {
                List<String> some = classes.isEmpty() ? List.of() : List.of(classes.split("\\|", -1));
                return new LdapAttribute(parts[0], known, some);
            }
        }
        throw new MapDeclarationException("Unknown attribute type (" + kind + ") in " + declaration.name());
    }

    private void problem(String text) {
        environment.events().accept(new MapEvent(declaration.name(), Priority.ERROR, text));
    }
}
