package org.postern.maps;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.cf.LookupResult;
import org.postern.cf.MacroScope;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;
import org.postern.cf.MapTraits;

/// Class `ldap`: entries of a directory (sendmail op guide §5.9; FEATURE(ldap_routing), `F{x}@LDAP`).
///
/// Whatever goes wrong with the directory is a temporary failure, with `-o` as well; the cause is logged once, and no
/// key or text of the server is part of what a peer may see.
final class LdapMap implements MapLookup {
    private final MapDeclaration declaration;
    private final MapEnvironment environment;
    private final MapFlags flags;
    private final LdapSpec spec;
    private final MapComplaint complaint;

    private LdapMap(MapDeclaration declaration, MapEnvironment environment, LdapSpecParser.Parsed parsed) {
        this.declaration = declaration;
        this.environment = environment;
        this.flags = parsed.flags();
        this.spec = parsed.spec();
        this.complaint = new MapComplaint(declaration.name(), environment.events());
    }

    static MapLookup declare(MapDeclaration declaration, MapEnvironment environment, MapDirectory others)
            throws MapDeclarationException {
        return declare(declaration, environment, LdapSpecParser.Use.MAP);
    }

    static MapLookup declare(MapDeclaration declaration, MapEnvironment environment, LdapSpecParser.Use use)
            throws MapDeclarationException {
        return new LdapMap(declaration, environment, LdapSpecParser.parse(declaration, environment, use));
    }

    @Override
    public MapTraits traits() {
        return MapFlagsParser.traits(flags, SysExit.NO_HOST.code());
    }

    @Override
    public LookupResult lookup(String key, List<String> arguments, MacroScope macros) {
        try {
            Filter filter = LdapFilter.of(spec.filter(), folded(key), folded(arguments), spec.severalArguments());
            int seconds = spec.timeLimit() > 0
                    ? Math.min(spec.timeLimit(), environment.limits().remoteSeconds())
                    : environment.limits().remoteSeconds();
            LdapSearch search = new LdapSearch(
                    environment.neighbours().directories().to(spec.server(), seconds),
                    spec,
                    flags.columnDelimiter(),
                    environment.limits());
            search.run(filter, flags.matchOnly());
            complaint.none();
            if (flags.matchOnly()) {
                return search.matched()
                        ? MapValue.plain(flags, environment.limits(), key)
                        : LookupResult.NotFound.INSTANCE;
            }
            if (spec.attributes().isEmpty() && search.matched()) {
                complaint.about("map " + declaration.name() + ": no attribute given (-v)");
            }
            Optional<String> result = search.result();
            return result.map(value -> MapValue.found(flags, environment.limits(), key, arguments, value))
                    .orElse(LookupResult.NotFound.INSTANCE);
        } catch (LdapSearch.Ambiguous e) {
            return LookupResult.NotFound.INSTANCE;
        } catch (LDAPException e) {
            return failed(e);
        }
    }

    private LookupResult failed(LDAPException e) {
        if (e.getResultCode().equals(ResultCode.SERVER_DOWN)
                || e.getResultCode().equals(ResultCode.UNAVAILABLE)) {
            environment.neighbours().directories().forget(spec.server());
        }
        String text = "Error getting LDAP results, map=" + declaration.name();
        complaint.about(text + ": "
                + org.postern.base.PeerText.escape(
                        e.getResultCode() + " " + Ascii.text(Ascii.bytes(String.valueOf(e.getMessage()))), 500));
        return new LookupResult.TemporaryFailure(text);
    }

    private String folded(String key) {
        return flags.keepCase() ? key : Ascii.lower(key);
    }

    private List<String> folded(List<String> keys) {
        return keys.stream().map(this::folded).toList();
    }
}
