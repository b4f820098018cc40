package org.postern.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.AFSDBRecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Questions and responses as bytes; the only class that uses the DNS library.
final class DnsWire {
    /// The largest UDP response that is asked for (RFC 9715 §3).
    static final int MOST_UDP_BYTES = 1232;

    private static final int MOST_NAME_LENGTH = 253;
    private static final int MOST_LABEL_LENGTH = 63;

    private final RecordKind<?> kind;
    private final Name name;
    private final int mostRecords;
    private final int mostAliases;
    private final boolean recursive;

    private DnsWire(RecordKind<?> kind, Name name, DnsSettings settings) {
        this.kind = kind;
        this.name = name;
        this.mostRecords = settings.mostRecords();
        this.mostAliases = settings.mostAliases();
        this.recursive = !settings.modes().contains(DnsSettings.Mode.NOT_RECURSIVE);
    }

    /// The question for one name, or nothing when no such name can exist in the name service.
    static Optional<DnsWire> question(String name, RecordKind<?> kind, DnsSettings settings) {
        if (!isName(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new DnsWire(kind, Name.fromString(name + "."), settings));
        } catch (TextParseException _) {
            return Optional.empty();
        }
    }

    /// The bytes of the question.
    ///
    /// @param extended with the size of responses that are welcome (RFC 6891)
    byte[] bytes(int id, boolean extended) {
        Message message = new Message(id);
        if (recursive) {
            message.getHeader().setFlag(Flags.RD);
        }
        message.getHeader().setFlag(Flags.AD);
        message.addRecord(Record.newRecord(name, kind.code(), DClass.IN), Section.QUESTION);
        if (extended) {
            message.addRecord(new OPTRecord(MOST_UDP_BYTES, 0, 0), Section.ADDITIONAL);
        }
        return message.toWire();
    }

    /// The response in these bytes, or nothing when they are no response to this question.
    Optional<DnsResponse> response(byte[] bytes, int id) {
        try {
            Message message = new Message(bytes);
            Record asked = message.getQuestion();
            boolean ours = message.getHeader().getID() == id
                    && message.getHeader().getFlag(Flags.QR)
                    && message.getHeader().getOpcode() == Opcode.QUERY;
            boolean formatError = message.getRcode() == Rcode.FORMERR && asked == null;
            if (!ours || !(formatError || isOurQuestion(asked))) {
                return Optional.empty();
            }
            return Optional.of(read(message));
        } catch (IOException | RuntimeException _) {
            // Whatever the library throws at bytes from outside means that they are no response.
            return Optional.empty();
        }
    }

    private boolean isOurQuestion(Record asked) {
        return asked.getName().equals(name) && asked.getType() == kind.code() && asked.getDClass() == DClass.IN;
    }

    private DnsResponse read(Message message) {
        DnsResponse.Verdict verdict = switch (message.getRcode()) {
            case Rcode.NOERROR -> DnsResponse.Verdict.FINE;
            case Rcode.NXDOMAIN -> DnsResponse.Verdict.NO_SUCH_NAME;
            case Rcode.FORMERR, Rcode.NOTIMP, Rcode.BADVERS -> DnsResponse.Verdict.FORMAT_ERROR;
            default -> DnsResponse.Verdict.REFUSED;
        };
        List<Record> answers = message.getSection(Section.ANSWER);
        Name owner = name;
        long seconds = Integer.MAX_VALUE;
        int aliases = 0;
        while (kind.code() != Type.CNAME && aliases < mostAliases) {
            Optional<CNAMERecord> alias = alias(answers, owner);
            if (alias.isEmpty()) {
                break;
            }
            owner = alias.get().getTarget();
            seconds = Math.min(seconds, alias.get().getTTL());
            aliases++;
        }
        List<Object> values = new ArrayList<>();
        for (Record record : answers) {
            if (record.getType() == kind.code() && record.getName().equals(owner)) {
                seconds = Math.min(seconds, record.getTTL());
                value(record).ifPresent(values::add);
            }
        }
        Optional<SOARecord> authority = authority(message);
        if (values.isEmpty()) {
            long negative = authority
                    .map(soa -> Math.min(soa.getTTL(), soa.getMinimum()))
                    .orElse(0L);
            seconds = Math.min(seconds, negative);
        }
        return new DnsResponse(
                verdict,
                message.getHeader().getFlag(Flags.TC),
                message.getHeader().getFlag(Flags.AD),
                owner.toString(true),
                aliases,
                preferred(values),
                seconds,
                !values.isEmpty()
                        || aliases == 0
                        || (authority.isPresent() && alias(answers, owner).isEmpty()));
    }

    private static Optional<CNAMERecord> alias(List<Record> answers, Name owner) {
        for (Record record : answers) {
            if (record instanceof CNAMERecord alias
                    && alias.getName().equals(owner)
                    && isName(alias.getTarget().toString(true))) {
                return Optional.of(alias);
            }
        }
        return Optional.empty();
    }

    private static Optional<SOARecord> authority(Message message) {
        for (Record record : message.getSection(Section.AUTHORITY)) {
            if (record instanceof SOARecord soa) {
                return Optional.of(soa);
            }
        }
        return Optional.empty();
    }

    /// What the resolver gives for this record, or nothing when it holds what no such record should.
    private Optional<Object> value(Record record) {
        return switch (record) {
            case ARecord a -> address(a.getAddress());
            case AAAARecord aaaa -> address(aaaa.getAddress());
            case MXRecord mx ->
                hostName(mx.getTarget()).map(host -> new Resolver.MailExchanger(mx.getPriority(), host));
            case NSRecord server -> target(server.getTarget());
            case AFSDBRecord server -> target(server.getHost());
            case SRVRecord service -> target(service.getTarget());
            case PTRRecord ptr -> target(ptr.getTarget());
            case CNAMERecord alias -> target(alias.getTarget());
            case TXTRecord text -> {
                StringBuilder joined = new StringBuilder();
                text.getStringsAsByteArrays().forEach(piece -> joined.append(Ascii.text(piece)));
                yield Optional.of(joined.toString());
            }
            case TLSARecord tlsa ->
                Optional.of(new Resolver.CertificateAssociation(
                        tlsa.getCertificateUsage(),
                        tlsa.getSelector(),
                        tlsa.getMatchingType(),
                        HexFormat.of().formatHex(tlsa.getCertificateAssociationData())));
            default -> Optional.empty();
        };
    }

    private Optional<Object> address(InetAddress given) {
        try {
            // Without the host name that the library puts into it.
            InetAddress address = InetAddress.getByAddress(given.getAddress());
            return kind.fits(address) ? Optional.of(address) : Optional.empty();
        } catch (UnknownHostException _) {
            return Optional.empty();
        }
    }

    private static Optional<Object> target(Name target) {
        return hostName(target).filter(host -> !host.isEmpty()).map(host -> host);
    }

    private static Optional<String> hostName(Name target) {
        String host = target.equals(Name.root) ? "" : target.toString(true);
        return host.isEmpty() || isName(host) ? Optional.of(host) : Optional.empty();
    }

    /// At most as many as allowed; of mail exchangers those with the lowest preference.
    private List<Object> preferred(List<Object> values) {
        if (values.size() <= mostRecords) {
            return values;
        }
        if (values.getFirst() instanceof Resolver.MailExchanger) {
            values.sort(Comparator.comparingInt(value -> ((Resolver.MailExchanger) value).preference()));
        }
        return values.subList(0, mostRecords);
    }

    /// A name of letters, digits, hyphens, underscores and slashes (RFC 2317) with labels and length as allowed.
    private static boolean isName(String text) {
        if (text.isEmpty() || text.length() > MOST_NAME_LENGTH) {
            return false;
        }
        int label = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (label == 0) {
                    return false;
                }
                label = 0;
            } else if (Ascii.isLetter(c) || Ascii.isDigit(c) || c == '-' || c == '_' || c == '/') {
                label++;
                if (label > MOST_LABEL_LENGTH) {
                    return false;
                }
            } else {
                return false;
            }
        }
        return label > 0;
    }
}
