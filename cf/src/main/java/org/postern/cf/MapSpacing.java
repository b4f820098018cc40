package org.postern.cf;

import org.postern.base.Ascii;

/// The one flag of a K line that the engine itself needs: `-S`, what stands between the words of a key.
final class MapSpacing {
    private MapSpacing() {}

    /// @param otherwise the option BlankSub
    static char of(MapDeclaration map, char otherwise) {
        char result = otherwise;
        String text = map.arguments();
        boolean lowerToo = map.mapClass().equals("dequote");
        int i = 0;
        while (true) {
            while (i < text.length() && Ascii.isSpace(text.charAt(i))) {
                i++;
            }
            if (i + 1 >= text.length() || text.charAt(i) != '-') {
                return result;
            }
            char flag = text.charAt(i + 1);
            if (i + 2 < text.length() && (flag == 'S' || (flag == 's' && lowerToo))) {
                result = text.charAt(i + 2);
                i += 3;
            }
            while (i < text.length() && !Ascii.isSpace(text.charAt(i))) {
                i++;
            }
        }
    }
}
