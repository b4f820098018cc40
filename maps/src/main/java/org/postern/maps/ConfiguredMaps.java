package org.postern.maps;

import java.util.List;
import java.util.Map;
import org.postern.base.EventSink;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;

/// All maps of one configuration: those of its K lines, and its alias files, which rules know as `aliases`,
/// `aliases.files`, `alias0` ...
///
/// @param maps all of them
/// @param aliases the alias files as one database
public record ConfiguredMaps(MapSet maps, AliasDatabase aliases) {
    /// Opens them; what is wrong is in [MapSet#problems], or went to the events of the environment.
    public static ConfiguredMaps open(Configuration configuration, MapEnvironment environment) {
        List<String> files = configuration.options().list(CfOption.ALIAS_FILE);
        long wait = configuration.options().duration(CfOption.ALIAS_WAIT).toSeconds();
        // alias files of the classes sequence and switch are made of other maps
        MapSet others = MapSet.open(
                configuration.maps(), environment.withEvents(EventSink.none()), Map.of(), MapClassTable.STANDARD);
        AliasDatabase aliases = AliasDatabase.open(files, environment, wait, others);
        return new ConfiguredMaps(
                MapSet.open(configuration.maps(), environment, aliases.maps(), MapClassTable.STANDARD), aliases);
    }
}
