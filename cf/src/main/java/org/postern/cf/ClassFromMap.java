package org.postern.cf;

/// What an F line of the form `F{name}-o key@class:arguments` asks a map (sendmail op guide §5.3).
///
/// @param name the class that gets the words
/// @param key what is looked up; may be empty
/// @param mapClass the class of the map as the line has it; case does not matter
/// @param arguments what would stand behind the class in a K line
/// @param optional true when a map that cannot be opened or asked is no error
public record ClassFromMap(String name, String key, String mapClass, String arguments, boolean optional) {}
