package org.postern.maps;

/// What maps ask outside of this process: programs, directory servers, and files that only root may read.
///
/// @param programs who runs the programs of `program` maps
/// @param secrets who reads the files with passwords of directory servers (`-P`)
/// @param directories the connections to directory servers, shared by all maps
/// @param ldap what LDAP maps begin with
/// @param userDatabase the option UserDatabaseSpec: files separated by commas; empty when not set
/// @param shown who makes files readable that only root may read
public record MapNeighbours(
        MapProgramRunner programs,
        MapSecrets secrets,
        LdapConnections directories,
        LdapDefaults ldap,
        String userDatabase,
        ShownFiles shown) {
    /// Without files that only root may read.
    public MapNeighbours(
            MapProgramRunner programs,
            MapSecrets secrets,
            LdapConnections directories,
            LdapDefaults ldap,
            String userDatabase) {
        this(programs, secrets, directories, ldap, userDatabase, ShownFiles.none());
    }

    /// No programs, no secrets; directory servers may be asked.
    public static MapNeighbours none() {
        return new MapNeighbours(
                MapProgramRunner.refusing(),
                MapSecrets.none(),
                new LdapConnections(LdapTrust.ofThisHost()),
                LdapDefaults.NONE,
                "");
    }
}
