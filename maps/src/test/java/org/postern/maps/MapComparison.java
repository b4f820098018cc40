package org.postern.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.postern.cf.LookupResult;
import org.postern.cf.MapLookup;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

/// Asks the same K lines the same keys in the real `sendmail -bt` and here.
///
/// @param folder the host of the real one
/// @param configuration what stands before the K lines
record MapComparison(SendmailFolder folder, String configuration) {
    private static final Pattern LOOK_UP =
            Pattern.compile("(map_lookup: \\S+ \\([^\n]*?\\) )(?!returns|no match)[^\n]*\n(no match|returns)");

    /// Every `/map` line must be the same.
    ///
    /// @param mapLines with `${folder}` in the place of the folder
    /// @param keys for each map
    void sameAnswers(List<String> mapLines, Map<String, List<String>> keys, MapEnvironment environment) {
        List<String> lines = new ArrayList<>();
        mapLines.forEach(
                line -> lines.add(line.replace("${folder}", folder.root().toString())));
        folder.file("sendmail.cf", configuration + String.join("\n", lines) + "\n");
        List<String> questions = new ArrayList<>();
        keys.forEach((map, some) -> some.forEach(key -> questions.add("/map " + map + " " + key)));
        String real = RealSendmail.addressTest(folder.configuration(), questions);
        MapSet maps = MapSet.open(TestMaps.declarations(lines), environment);
        List<String> ours = new ArrayList<>();
        keys.forEach((map, some) -> some.forEach(key -> ours.add(answer(maps, map, key))));
        // a message may stand between the question and its answer
        List<String> theirs = LOOK_UP.matcher(real)
                .replaceAll("$1$2")
                .lines()
                .map(line -> line.startsWith("> ") ? line.substring(2) : line)
                .filter(line -> line.startsWith("map_lookup: "))
                .toList();
        assertThat(ours).as(real).hasSameSizeAs(theirs);
        List<String> different = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            if (!ours.get(i).equals(theirs.get(i))) {
                different.add("here: " + ours.get(i) + "   there: " + theirs.get(i));
            }
        }
        assertThat(different).as(real).isEmpty();
    }

    private static String answer(MapSet maps, String name, String key) {
        MapLookup map = maps.find(name).orElseThrow();
        String result = switch (map.lookup(key, List.of(), TestMaps.NO_MACROS)) {
            case LookupResult.Found(String value) -> "returns " + value + " (0)";
            case LookupResult.NotFound() -> "no match (" + map.traits().statusWhenMissing() + ")";
            case LookupResult.TemporaryFailure _ -> "no match (75)";
        };
        return "map_lookup: " + name + " (" + key + ") " + result;
    }
}
