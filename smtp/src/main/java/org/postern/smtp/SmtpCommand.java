package org.postern.smtp;

import java.util.List;
import java.util.Optional;
import org.postern.base.PeerText;

/// One command as the server receives it or the client sends it (RFC 5321 §4.1.1).
///
/// `parse(encode(x))` gives `x` again for every value whose texts are what [CommandParser] yields.
public sealed interface SmtpCommand {
    /// Which command it is.
    CommandVerb verb();

    /// The line without CR LF.
    ///
    /// @throws IllegalArgumentException when a part holds CR, LF or NUL: such a command must never be sent
    default String encode() {
        String line = verb().name() + argument();
        if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0 || line.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a line break or NUL in a command");
        }
        return line;
    }

    /// What follows the verb, with the blank before it; may be empty.
    String argument();

    private static String words(PeerText rest) {
        return rest.length() == 0 ? "" : " " + rest.forParsing();
    }

    private static String path(String keyword, PeerText address, List<EsmtpParameter> parameters) {
        StringBuilder out = new StringBuilder(64).append(keyword).append(address.forParsing());
        for (EsmtpParameter parameter : parameters) {
            out.append(' ').append(parameter.encode());
        }
        return out.toString();
    }

    /// `HELO name`.
    record Helo(PeerText name) implements SmtpCommand {
        @Override
        public CommandVerb verb() {
            return CommandVerb.HELO;
        }

        @Override
        public String argument() {
            return words(name);
        }
    }

    /// `EHLO name`.
    record Ehlo(PeerText name) implements SmtpCommand {
        @Override
        public CommandVerb verb() {
            return CommandVerb.EHLO;
        }

        @Override
        public String argument() {
            return words(name);
        }
    }

    /// `LHLO name`, LMTP.
    record Lhlo(PeerText name) implements SmtpCommand {
        @Override
        public CommandVerb verb() {
            return CommandVerb.LHLO;
        }

        @Override
        public String argument() {
            return words(name);
        }
    }

    /// `MAIL FROM:address parameters`.
    ///
    /// @param address as typed, with its brackets; nothing about it is checked but that it is not empty
    record Mail(PeerText address, List<EsmtpParameter> parameters) implements SmtpCommand {
        public Mail {
            parameters = List.copyOf(parameters);
        }

        @Override
        public CommandVerb verb() {
            return CommandVerb.MAIL;
        }

        @Override
        public String argument() {
            return path(" From:", address, parameters);
        }
    }

    /// `RCPT TO:address parameters`.
    ///
    /// @param address as typed, with its brackets; nothing about it is checked but that it is not empty
    record Rcpt(PeerText address, List<EsmtpParameter> parameters) implements SmtpCommand {
        public Rcpt {
            parameters = List.copyOf(parameters);
        }

        @Override
        public CommandVerb verb() {
            return CommandVerb.RCPT;
        }

        @Override
        public String argument() {
            return path(" To:", address, parameters);
        }
    }

    /// `BDAT size [LAST]` (RFC 3030 §2): so many bytes of the message follow, as they are.
    ///
    /// @param size in bytes
    /// @param last true for the end of the message
    record Chunk(long size, boolean last) implements SmtpCommand {
        public Chunk {
            if (size < 0) {
                throw new IllegalArgumentException("a negative size");
            }
        }

        @Override
        public CommandVerb verb() {
            return CommandVerb.BDAT;
        }

        @Override
        public String argument() {
            return " " + size + (last ? " LAST" : "");
        }
    }

    /// A command of which sendmail looks only at the verb: DATA, RSET, NOOP, QUIT, VERB.
    ///
    /// @param rest whatever follows; ignored
    record Bare(CommandVerb verb, PeerText rest) implements SmtpCommand {
        public Bare {
            switch (verb) {
                case DATA, RSET, NOOP, QUIT, VERB -> {}
                case HELO,
                        EHLO,
                        LHLO,
                        MAIL,
                        RCPT,
                        BDAT,
                        HELP,
                        VRFY,
                        EXPN,
                        ETRN,
                        AUTH,
                        STARTTLS,
                        SEND,
                        SAML,
                        SOML,
                        TURN -> throw new IllegalArgumentException(verb + " has an argument");
            }
        }

        /// Without an argument.
        public Bare(CommandVerb verb) {
            this(verb, PeerText.of(""));
        }

        @Override
        public String argument() {
            return words(rest);
        }
    }

    /// A command with one free argument: HELP, VRFY, EXPN, ETRN, STARTTLS.
    ///
    /// @param text the argument, may be empty
    record Asking(CommandVerb verb, PeerText text) implements SmtpCommand {
        public Asking {
            switch (verb) {
                case HELP, VRFY, EXPN, ETRN, STARTTLS -> {}
                case DATA, BDAT, RSET, NOOP, QUIT, VERB, HELO, EHLO, LHLO, MAIL, RCPT, AUTH, SEND, SAML, SOML, TURN ->
                    throw new IllegalArgumentException(verb + " is not a question");
            }
        }

        @Override
        public String argument() {
            return words(text);
        }
    }

    /// `AUTH mechanism [initial-response]` (RFC 4954 §4).
    ///
    /// @param mechanism as typed; empty when it is missing
    /// @param initialResponse in base64 as typed
    record Auth(PeerText mechanism, Optional<PeerText> initialResponse) implements SmtpCommand {
        @Override
        public CommandVerb verb() {
            return CommandVerb.AUTH;
        }

        @Override
        public String argument() {
            return words(mechanism) + initialResponse.map(SmtpCommand::words).orElse("");
        }
    }

    /// SEND, SAML, SOML or TURN: known and never done.
    ///
    /// @param line the whole line as typed
    record NotImplemented(CommandVerb verb, PeerText line) implements SmtpCommand {
        @Override
        public String argument() {
            String text = line.forParsing();
            return text.substring(Math.min(text.length(), verb.name().length()));
        }
    }
}
