package org.postern.maps;

import java.security.SecureRandom;
import java.util.List;
import java.util.OptionalLong;
import org.postern.base.SysExit;
import org.postern.cf.LookupResult;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;

/// Class `arith`: the key is an operator, two arguments are numbers as C's `strtol` with base 0 reads them.
///
/// `+ - * / % & |` compute, `l` (less) and `=` answer `TRUE` or `FALSE`, `r` draws a number between both. A number is
/// written with at most 15 characters, as the real program does. Division by zero and unknown operators find nothing.
final class ArithMap {
    private static final int RESULT_LENGTH = 15;
    private static final SecureRandom RANDOM = new SecureRandom();

    private ArithMap() {}

    static MapLookup declare(MapDeclaration declaration, MapEnvironment environment, MapDirectory others) {
        MapFlags flags = MapFlags.NONE;
        return new SimpleMap(
                MapFlagsParser.traits(flags, SysExit.CONFIGURATION.code()),
                (key, arguments, macros) -> result(key, arguments));
    }

    private static LookupResult result(String key, List<String> arguments) {
        if (key.isEmpty() || arguments.size() < 2) {
            return LookupResult.NotFound.INSTANCE;
        }
        char operator = key.charAt(0);
        long a = CNumber.parse(arguments.get(0));
        long b = CNumber.parse(arguments.get(1));
        if (operator == 'l' || operator == '=') {
            boolean holds = operator == 'l' ? a < b : a == b;
            return new LookupResult.Found(holds ? "TRUE" : "FALSE");
        }
        OptionalLong number = compute(operator, a, b);
        if (number.isEmpty()) {
            return LookupResult.NotFound.INSTANCE;
        }
        String text = Long.toString(number.getAsLong());
        return new LookupResult.Found(text.length() > RESULT_LENGTH ? text.substring(0, RESULT_LENGTH) : text);
    }

    private static OptionalLong compute(char operator, long a, long b) {
        return switch (operator) {
            case '+' -> OptionalLong.of(a + b);
            case '-' -> OptionalLong.of(a - b);
            case '*' -> OptionalLong.of(a * b);
            case '&' -> OptionalLong.of(a & b);
            case '|' -> OptionalLong.of(a | b);
            case '/' -> b == 0 ? OptionalLong.empty() : OptionalLong.of(a / b);
            case '%' -> b == 0 ? OptionalLong.empty() : OptionalLong.of(a % b);
            case 'r' -> OptionalLong.of(b > a && b - a > 0 ? RANDOM.nextLong(a, b == Long.MAX_VALUE ? b : b + 1) : a);
            default -> OptionalLong.empty();
        };
    }
}
