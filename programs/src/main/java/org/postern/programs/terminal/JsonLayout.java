package org.postern.programs.terminal;

import java.util.ArrayList;
import java.util.List;

/// JSON as people read it: what fits into one line stays in one.
final class JsonLayout {
    private static final int WIDTH = 100;

    private JsonLayout() {}

    static String of(Json json) {
        StringBuilder out = new StringBuilder(256);
        write(out, json, 0);
        return out.toString();
    }

    private static void write(StringBuilder out, Json json, int depth) {
        switch (json) {
            case Json.Items(List<Json> values) -> {
                List<String> lines = new ArrayList<>(values.size());
                values.forEach(value -> lines.add(nested(value, depth)));
                block(out, '[', ']', json, lines, depth);
            }
            case Json.Members(List<Json.Member> members) -> {
                List<String> lines = new ArrayList<>(members.size());
                members.forEach(member -> lines.add(Json.quoted(member.name()) + ": " + nested(member.value(), depth)));
                block(out, '{', '}', json, lines, depth);
            }
            case Json.Text _, Json.Whole _, Json.Truth _, Json.Nothing _ -> out.append(json.line());
        }
    }

    private static String nested(Json json, int depth) {
        StringBuilder out = new StringBuilder();
        write(out, json, depth + 1);
        return out.toString();
    }

    private static void block(StringBuilder out, char open, char close, Json json, List<String> lines, int depth) {
        String oneLine = json.line();
        if (lines.isEmpty() || (depth > 0 && oneLine.length() + 2 * depth <= WIDTH)) {
            out.append(oneLine);
            return;
        }
        String indent = "  ".repeat(depth);
        out.append(open).append('\n');
        for (int i = 0; i < lines.size(); i++) {
            out.append(indent).append("  ").append(lines.get(i));
            out.append(i + 1 < lines.size() ? ",\n" : "\n");
        }
        out.append(indent).append(close);
    }
}
