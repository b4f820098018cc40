package org.postern.sasl;

import java.io.File;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KeyTab;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;

/// The keys of this host for GSSAPI: a keytab, which is read at each use, so that new keys count at once.
///
/// @param file where it can be read now, a copy of the helper for example; empty: there is none
public record KerberosKeys(Supplier<Optional<File>> file) {
    /// No keys: GSSAPI is not offered.
    public static final KerberosKeys NONE = new KerberosKeys(Optional::empty);

    /// Kerberos 5 (RFC 4121).
    static Oid mechanism() throws GSSException {
        return new Oid("1.2.840.113554.1.2.2");
    }

    /// A context that waits for the token of a client.
    ///
    /// @throws GSSException when there are no keys
    GSSContext accept() throws GSSException {
        File keytab = file.get().orElseThrow(() -> new GSSException(GSSException.NO_CRED));
        Subject keys = new Subject(false, Set.of(), Set.of(), Set.of(KeyTab.getUnboundInstance(keytab)));
        GSSManager manager = GSSManager.getInstance();
        return inside(
                keys,
                () -> manager.createContext(manager.createCredential(
                        null, GSSCredential.INDEFINITE_LIFETIME, mechanism(), GSSCredential.ACCEPT_ONLY)));
    }

    /// What is done with the rights of a subject.
    interface Work<T> {
        T run() throws GSSException;
    }

    static <T> T inside(Subject subject, Work<T> work) throws GSSException {
        try {
            return Subject.callAs(subject, work::run);
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof GSSException reason) {
                throw reason;
            }
            throw failed;
        }
    }
}
