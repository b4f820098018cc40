package org.postern.programs.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.tls.CertificateMaker.KeyKind;

/// The arguments of `postern cert ACTION`.
///
/// @param folder where authority, keys and certificates are
/// @param organization for the name in the certificate, empty for none
/// @param days how long a certificate is good
/// @param self true for a certificate that the host signs itself
record CertArguments(
        List<String> operands, Path folder, String organization, Optional<Integer> days, KeyKind kind, boolean self) {
    private static final Path USUAL = Path.of("/etc/mail/certs");
    private static final int MAX_DAYS = 36_500;

    /// Reads them.
    ///
    /// @param start the working folder
    /// @throws IllegalArgumentException with the reason in words
    static CertArguments of(List<String> arguments, Path start) {
        List<String> operands = new ArrayList<>();
        Path folder = USUAL;
        String organization = "";
        Optional<Integer> days = Optional.empty();
        KeyKind kind = KeyKind.EC;
        boolean self = false;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            switch (argument) {
                case "--self" -> self = true;
                case "--rsa" -> kind = KeyKind.RSA;
                case "-d", "-o", "--days" -> {
                    i++;
                    if (i == arguments.size()) {
                        throw new IllegalArgumentException(argument + " needs a value");
                    }
                    String value = arguments.get(i);
                    switch (argument) {
                        case "-d" -> folder = start.resolve(value);
                        case "-o" -> organization = value;
                        default -> days = Optional.of(days(value));
                    }
                }
                default -> {
                    if (argument.startsWith("-")) {
                        throw new IllegalArgumentException("there is no option " + argument);
                    }
                    operands.add(argument);
                }
            }
        }
        return new CertArguments(operands, folder, organization, days, kind, self);
    }

    private static int days(String value) {
        boolean digits = !value.isEmpty() && value.length() < 6 && value.chars().allMatch(c -> Ascii.isDigit((char) c));
        int days = digits ? Integer.parseInt(value) : 0;
        if (days < 1 || days > MAX_DAYS) {
            throw new IllegalArgumentException("--days is 1 to " + MAX_DAYS);
        }
        return days;
    }
}
