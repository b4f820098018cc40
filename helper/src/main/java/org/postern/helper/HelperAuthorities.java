package org.postern.helper;

/// What the network process may ask of the helper beside deliveries, as the helper's own copy of the configuration
/// says.
///
/// @param maps what may be done for maps
/// @param files what is made readable for the network process when the helper is root
/// @param classes what the programs of class lines have printed
/// @param passwords what may be asked about passwords of this system
public record HelperAuthorities(
        MapAuthority maps, FileAuthority files, ClassTexts classes, PasswordAuthority passwords) {
    /// Nothing at all.
    public static final HelperAuthorities NONE =
            new HelperAuthorities(MapAuthority.NONE, FileAuthority.NONE, ClassTexts.NONE, PasswordAuthority.NONE);
}
