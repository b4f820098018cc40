package org.postern.maps;

/// A K line that no map can be made from; the message is sendmail's, without file and line.
public final class MapDeclarationException extends Exception {
    private static final long serialVersionUID = 1;

    /// An error with sendmail's text.
    public MapDeclarationException(String message) {
        super(message);
    }

    /// The text, never null.
    public String message() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
