package org.postern.cf;

/// A K line: the declaration of a map (sendmail op guide §5.9). What the arguments mean is up to the map class.
///
/// @param name the name that rules use, in lower case
/// @param mapClass `hash`, `dns`, `sequence` ...
/// @param arguments the rest of the line, macros expanded
/// @param file the configuration file
/// @param line where it stands there
public record MapDeclaration(String name, String mapClass, String arguments, String file, int line) {}
