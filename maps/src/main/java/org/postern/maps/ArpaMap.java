package org.postern.maps;

import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.cf.LookupResult;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;

/// Class `arpa`: the reversed form of an address for the name service: `1.2.3.4` becomes `4.3.2.1`, `IPv6:...` its 32
/// nibbles. The suffix comes from `-a`.
final class ArpaMap {
    private static final String IPV6_TAG = "IPv6:";

    private ArpaMap() {}

    static MapLookup declare(MapDeclaration declaration, MapEnvironment environment, MapDirectory others) {
        MapFlags flags = MapFlagsParser.quiet(declaration);
        return new SimpleMap(MapFlagsParser.traits(flags, SysExit.DATA_ERROR.code()), (key, _, _) -> {
            byte[] address = Ascii.startsIgnoringCase(key, IPV6_TAG)
                    ? AddressLiteral.ipv6(key.substring(IPV6_TAG.length()))
                    : AddressLiteral.ipv4(key);
            if (address.length == 0) {
                return LookupResult.NotFound.INSTANCE;
            }
            return MapValue.plain(flags, environment.limits(), reversed(address));
        });
    }

    private static String reversed(byte[] address) {
        StringBuilder out = new StringBuilder(64);
        for (int i = address.length - 1; i >= 0; i--) {
            int octet = address[i] & 0xff;
            if (address.length == 4) {
                out.append(octet);
            } else {
                out.append(Character.forDigit(octet & 15, 16)).append('.').append(Character.forDigit(octet >> 4, 16));
            }
            if (i > 0) {
                out.append('.');
            }
        }
        return out.toString();
    }
}
