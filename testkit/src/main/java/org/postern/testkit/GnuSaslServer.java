package org.postern.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The server's side of a SASL mechanism in the library of GNU SASL, from Debian's package `gsasl`: a foreign judge of
/// clients that bind themselves to TLS, which no mail server of Debian 12 does. It knows one password, whoever asks.
///
/// One exchange each; used by one thread.
@SuppressWarnings("restricted") // a foreign library, in tests only
public final class GnuSaslServer implements AutoCloseable {
    private static final int NEEDS_MORE = 1;
    private static final int NO_CALLBACK = 51;
    /// Numbers of properties in `gsasl.h`.
    private static final int NAME = 1;

    private static final int PASSWORD = 3;
    private static final int TLS_EXPORTER = 25;
    private static final int LONGEST = 1 << 16;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = library();
    private static final MethodHandle INIT = function("gsasl_init", true);
    private static final MethodHandle DONE = function("gsasl_done", false);
    private static final MethodHandle ON_QUESTION = function("gsasl_callback_set", false, ValueLayout.ADDRESS);
    private static final MethodHandle START =
            function("gsasl_server_start", true, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
    private static final MethodHandle STEP = function("gsasl_step64", true, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
    private static final MethodHandle FINISH = function("gsasl_finish", false);
    private static final MethodHandle FREE = function("gsasl_free", false);
    private static final MethodHandle SET =
            function("gsasl_property_set", true, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
    private static final MethodHandle GET = LINKER.downcallHandle(
            LIBRARY.findOrThrow("gsasl_property_fast"),
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle ERROR_NAME = LINKER.downcallHandle(
            LIBRARY.findOrThrow("gsasl_strerror_name"),
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));

    /// What the library says to a message of the client.
    ///
    /// @param outcome `GSASL_OK`, `GSASL_NEEDS_MORE`, or the name of an error
    /// @param message what the client is to be sent, in base64; maybe empty
    public record Step(String outcome, String message) {
        /// The client has authenticated; it must still be sent the message.
        public boolean accepted() {
            return outcome.equals("GSASL_OK");
        }

        /// The client's answer to the message is wanted.
        public boolean goesOn() {
            return outcome.equals("GSASL_NEEDS_MORE");
        }
    }

    private final Arena arena = Arena.ofConfined();
    private final Map<Integer, String> answers;
    private final MemorySegment context;
    private final MemorySegment session;

    /// Begins an exchange.
    ///
    /// @param mechanism `SCRAM-SHA-256-PLUS` for example
    /// @param password in ASCII
    /// @param exporter what the server took out of its TLS connection for `tls-exporter` (RFC 9266)
    public GnuSaslServer(String mechanism, String password, byte[] exporter) {
        answers = Map.of(PASSWORD, password, TLS_EXPORTER, Base64.getEncoder().encodeToString(exporter));
        MemorySegment result = arena.allocate(ValueLayout.ADDRESS);
        good(call(INIT, result));
        context = result.get(ValueLayout.ADDRESS, 0);
        int _ = call(ON_QUESTION, context, question());
        good(call(START, context, arena.allocateFrom(mechanism), result));
        session = result.get(ValueLayout.ADDRESS, 0);
    }

    /// Takes a message of the client.
    ///
    /// @param message in base64
    public Step step(String message) {
        MemorySegment result = arena.allocate(ValueLayout.ADDRESS);
        int code = call(STEP, session, arena.allocateFrom(message), result);
        MemorySegment said = result.get(ValueLayout.ADDRESS, 0);
        String text = code > NEEDS_MORE || said.address() == 0 ? "" : text(said);
        if (said.address() != 0 && code <= NEEDS_MORE) {
            int _ = call(FREE, said);
        }
        return new Step(text((MemorySegment) invoke(ERROR_NAME, code)), text);
    }

    /// Who the client says that he is.
    public String user() {
        MemorySegment name = (MemorySegment) invoke(GET, session, NAME);
        return name.address() == 0 ? "" : text(name);
    }

    @Override
    public void close() {
        int _ = call(FINISH, session);
        int _ = call(DONE, context);
        arena.close();
    }

    private MemorySegment question() {
        try {
            MethodType type = MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class, int.class);
            MethodHandle target = MethodHandles.lookup()
                    .findVirtual(GnuSaslServer.class, "answer", type)
                    .bindTo(this);
            return LINKER.upcallStub(
                    target,
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                    arena);
        } catch (ReflectiveOperationException broken) {
            throw new LinkageError(broken.getMessage(), broken);
        }
    }

    @SuppressWarnings({"unused", "UnusedMethod"}) // the library calls it
    private int answer(MemorySegment all, MemorySegment asking, int property) {
        String known = answers.get(property);
        return known == null ? NO_CALLBACK : call(SET, asking, property, arena.allocateFrom(known));
    }

    private static String text(MemorySegment c) {
        return c.reinterpret(LONGEST).getString(0);
    }

    private static void good(int code) {
        if (code != 0) {
            throw new AssertionError("GNU SASL: " + text((MemorySegment) invoke(ERROR_NAME, code)));
        }
    }

    /// A function whose first argument is an address.
    private static MethodHandle function(String name, boolean answers, ValueLayout... more) {
        ValueLayout[] all =
                Stream.concat(Stream.of(ValueLayout.ADDRESS), Stream.of(more)).toArray(ValueLayout[]::new);
        return LINKER.downcallHandle(
                LIBRARY.findOrThrow(name),
                answers ? FunctionDescriptor.of(ValueLayout.JAVA_INT, all) : FunctionDescriptor.ofVoid(all));
    }

    private static int call(MethodHandle function, Object... arguments) {
        return invoke(function, arguments) instanceof Integer code ? code : 0;
    }

    private static Object invoke(MethodHandle function, Object... arguments) {
        try {
            Object result = function.invokeWithArguments(arguments);
            return result == null ? 0 : result;
        } catch (Throwable broken) {
            throw new AssertionError(broken);
        }
    }

    /// The libraries that it needs come first: the loader takes those that are there.
    private static SymbolLookup library() {
        for (String needed : List.of("libidn.so.12", "libntlm.so.0", "libgssglue.so.1")) {
            SymbolLookup _ = loaded(needed);
        }
        return loaded("libgsasl.so.18");
    }

    private static SymbolLookup loaded(String name) {
        try (Stream<Path> folders = Files.list(Peers.tree("gsasl").resolve("usr/lib"))) {
            return folders.map(folder -> folder.resolve(name))
                    .filter(Files::exists)
                    .findFirst()
                    .map(file -> SymbolLookup.libraryLookup(file, Arena.global()))
                    .orElseGet(() -> SymbolLookup.libraryLookup(name, Arena.global()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
