package dev.mixer.adapters.list;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The text of a list: one entry a line, LF or CRLF, UTF-8; a byte order mark, outer blanks and empty lines do not count. */
final class ListText {
    private ListText() {}

    static List<Entry> read(byte[] bytes) throws CharacterCodingException {
        // A decoder, because String's constructor would turn broken bytes into question marks without a word.
        var text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        var entries = new ArrayList<Entry>();
        int start = text.startsWith("\ufeff") ? 1 : 0;
        for (int line = 1; start < text.length(); line++) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            var entry = text.substring(start, end).strip();
            if (!entry.isEmpty()) {
                entries.add(new Entry(line, entry));
            }
            start = end + 1;
        }
        return entries;
    }
}
