package org.postern.receive;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.cf.AddressRules;
import org.postern.cf.HeaderDeclaration;
import org.postern.cf.SessionMacros;
import org.postern.mail.HeaderField;

/// The header fields that the H lines of a configuration add to a message that lacks them (sendmail op guide §5.7).
///
/// They stand before the fields of the message, in the order of the configuration, and carry the mailer flags that
/// decide at delivery whether each is sent. The sender in `Return-Path` is filled in at final delivery.
final class HeaderDefaults {
    private static final Set<String> ALWAYS = Set.of("received", "x400-received", "via", "mail-from", "comments");
    private static final String RETURN_PATH = "return-path";
    private static final String RESENT = "resent-";

    private final AddressRules rules;
    private final List<Template> templates = new ArrayList<>();

    private record Template(HeaderDeclaration declaration, String lowerName) {
        boolean always() {
            return ALWAYS.contains(lowerName) || returnPath();
        }

        boolean returnPath() {
            return lowerName.equals(RETURN_PATH);
        }

        boolean resent() {
            return lowerName.startsWith(RESENT);
        }

        boolean from() {
            return lowerName.equals("from") || lowerName.equals("resent-from");
        }
    }

    HeaderDefaults(List<HeaderDeclaration> headers, AddressRules rules) {
        this.rules = rules;
        for (HeaderDeclaration header : headers) {
            String lower = Ascii.lower(header.name());
            if (header.template().isPresent()) {
                templates.add(new Template(header, lower));
            }
        }
    }

    /// The whole header of the message.
    ///
    /// @param own the fields that came with the message
    /// @param nullSender true when nobody sent it: no From is made up then
    List<HeaderField> complete(List<HeaderField> own, boolean nullSender, SessionMacros macros) {
        Set<String> present = new HashSet<>(own.size() * 2);
        boolean resent = false;
        for (HeaderField field : own) {
            String lower = Ascii.lower(field.name());
            present.add(lower);
            resent |= lower.startsWith(RESENT);
        }
        List<HeaderField> all = new ArrayList<>(own.size() + templates.size());
        for (Template template : templates) {
            boolean wanted = (template.always() || !present.contains(template.lowerName()))
                    && (!template.resent() || resent)
                    && !(nullSender && template.from())
                    && macroIsSet(template.declaration().ifMacro(), macros);
            if (wanted) {
                add(all, template.declaration(), template.returnPath() ? senderLater(macros) : macros);
            }
        }
        all.addAll(own);
        return all;
    }

    /// The macros with `$g` as itself, for the one who delivers.
    private static SessionMacros senderLater(SessionMacros macros) {
        SessionMacros late = SessionMacros.above(macros);
        late.define("g", HeaderField.MACRO_REFERENCE + "g");
        return late;
    }

    private static boolean macroIsSet(Optional<String> name, SessionMacros macros) {
        return name.isEmpty()
                || macros.macro(name.get()).filter(text -> !text.isEmpty()).isPresent();
    }

    private void add(List<HeaderField> all, HeaderDeclaration declaration, SessionMacros macros) {
        String value = rules.expand(declaration.template().orElseThrow(), macros);
        if (value.isBlank()) {
            return;
        }
        String spaced = Ascii.isSpace(value.charAt(0)) ? value : " " + value;
        all.add(new HeaderField(declaration.name(), spaced.stripTrailing(), declaration.mailerFlags()));
    }
}
