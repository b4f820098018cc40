package org.postern.helper;

/// What the network process may ask of the helper beside deliveries, as the helper's own copy of the configuration
/// says.
///
/// @param maps what may be done for maps
/// @param files what is made readable for the network process when the helper is root
/// @param classes what the programs of class lines have printed
/// @param passwords what may be asked about passwords of this system
/// @param console whom a mailer with `P=[LPC]` speaks with
public record HelperAuthorities(
        MapAuthority maps, FileAuthority files, ClassTexts classes, PasswordAuthority passwords, Console console) {
    /// Nothing at all.
    public static final HelperAuthorities NONE =
            new HelperAuthorities(MapAuthority.NONE, FileAuthority.NONE, ClassTexts.NONE, PasswordAuthority.NONE);

    /// Without anybody at its standard input and output.
    public HelperAuthorities(MapAuthority maps, FileAuthority files, ClassTexts classes, PasswordAuthority passwords) {
        this(maps, files, classes, passwords, Console.NONE);
    }

    /// The same, of a process whose user is there to be spoken with.
    public HelperAuthorities with(Console other) {
        return new HelperAuthorities(maps, files, classes, passwords, other);
    }
}
