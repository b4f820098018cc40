package org.postern.cf;

/// Hears where the members of classes stand, for whoever has to say why.
@FunctionalInterface
public interface ClassListener {
    /// Hears nothing.
    ClassListener NONE = (_, _, _, _) -> {};

    /// A word was added to a class.
    ///
    /// @param className without braces
    /// @param source the file that has it: the configuration, or the one that an F line names
    /// @param line there, from 1; 0 for what a program or a map said
    void added(String className, String word, String source, int line);
}
