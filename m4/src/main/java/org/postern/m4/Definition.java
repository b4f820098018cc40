package org.postern.m4;

import java.util.Optional;

/// A macro gets a meaning.
///
/// @param name the name, which need not look like one
/// @param text what it stands for; empty when it stands for a builtin
/// @param replaced the text that it had before; empty when it was undefined or a builtin
/// @param pushed true for `pushdef`, which keeps the old meaning below the new
/// @param place the innermost place: the text that holds the call of `define`
/// @param outermost the place in the text that everything began with; the same as `place` outside included files
public record Definition(
        String name, Optional<String> text, Optional<String> replaced, boolean pushed, Place place, Place outermost) {}
