package org.postern.maps;

import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;

/// A kind of map: `hash`, `dns`, `sequence`. It makes maps from K lines.
@FunctionalInterface
public interface MapClass {
    /// Makes the map of one K line. Files are opened at the first look-up, so that a map that is never used costs
    /// nothing and needs nothing.
    ///
    /// @param environment what the process gives to its maps
    /// @param others the other maps of the configuration, for classes that combine maps
    /// @throws MapDeclarationException when the line is wrong
    MapLookup declare(MapDeclaration declaration, MapEnvironment environment, MapDirectory others)
            throws MapDeclarationException;
}
