package org.postern.helperwire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A [ListOrigin] as bytes: its root, two texts, the number of paths, the paths.
final class OriginCodec {
    private OriginCodec() {}

    static void write(ListOrigin origin, DataOutputStream out) throws IOException {
        out.writeBoolean(origin.root() == ListOrigin.Root.FORWARD);
        FrameCodec.text(out, origin.name());
        FrameCodec.text(out, origin.detail());
        out.writeByte(origin.includes().size());
        for (String path : origin.includes()) {
            FrameCodec.text(out, path);
        }
    }

    static ListOrigin read(DataInputStream in) throws IOException {
        ListOrigin.Root root = FrameCodec.flag(in) ? ListOrigin.Root.FORWARD : ListOrigin.Root.ALIAS;
        String name = FrameCodec.text(in, WireText.MAX_USER);
        String detail = FrameCodec.text(in, WireText.MAX_USER);
        int count = in.readUnsignedByte();
        if (count > ListOrigin.MOST_INCLUDES) {
            throw new IllegalArgumentException("too many lists");
        }
        List<String> paths = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            paths.add(FrameCodec.text(in, ListOrigin.LONGEST_PATH));
        }
        return new ListOrigin(root, name, detail, paths);
    }
}
