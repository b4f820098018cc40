package org.postern.maps;

import java.util.Map;

/// The map classes that are built in, by name (sendmail op guide §5.9).
public final class MapClassTable {
    /// All classes of this module.
    public static final Map<String, MapClass> STANDARD = Map.ofEntries(
            Map.entry("arith", ArithMap::declare),
            Map.entry("arpa", ArpaMap::declare),
            Map.entry("bestmx", BestMxMap::declare),
            Map.entry("btree", FileMap::berkeley),
            Map.entry("cdb", FileMap::cdb),
            Map.entry("dbm", FileMap::berkeley),
            Map.entry("dequote", DequoteMap::declare),
            Map.entry("dns", DnsMap::declare),
            Map.entry("hash", FileMap::berkeley),
            Map.entry("host", HostMap::declare),
            Map.entry("implicit", ImplicitMap::declare),
            Map.entry("ldap", LdapMap::declare),
            Map.entry("macro", MacroMap::declare),
            Map.entry("null", NullMap::declare),
            Map.entry("program", ProgramMap::declare),
            Map.entry("regex", RegexMap::declare),
            Map.entry("sequence", CombinedMap::sequence),
            Map.entry("socket", SocketMap::declare),
            Map.entry("stab", AliasTextMap::declare),
            Map.entry("switch", CombinedMap::switched),
            Map.entry("syslog", SyslogMap::declare),
            Map.entry("text", TextMap::declare),
            Map.entry("user", UserMap::declare),
            Map.entry("userdb", UserDatabase::declare));

    private MapClassTable() {}
}
