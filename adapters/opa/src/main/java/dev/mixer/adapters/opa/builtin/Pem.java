package dev.mixer.adapters.opa.builtin;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PEM (RFC 7468): blocks of base64 between lines that say what they hold.
 *
 * @param blocks those that are well-formed, in their order
 * @param rest what follows the first block, from the next line on
 */
record Pem(List<Block> blocks, String rest) {
    static final String BEGIN = "-----BEGIN";

    private static final Pattern START = Pattern.compile("(?m)^-----BEGIN ([^\\r\\n-]*)-----[ \\t]*\\r?\\n");
    private static final Pattern HEADER = Pattern.compile("\\G[A-Za-z0-9-]+:[^\\r\\n]*\\r?\\n");

    /** One block, for example a {@code CERTIFICATE}. */
    static final class Block {
        private final String type;
        private final byte[] content;

        private Block(String type, byte[] content) {
            this.type = type;
            this.content = content;
        }

        String type() {
            return type;
        }

        byte[] content() {
            return content.clone();
        }
    }

    static Pem read(String text) {
        var blocks = new ArrayList<Block>();
        var rest = text;
        var start = START.matcher(text);
        int from = 0;
        while (start.find(from)) {
            var end = "-----END " + start.group(1) + "-----";
            int close = text.indexOf(end, start.end());
            if (close < 0) {
                from = start.end();
                continue;
            }
            from = close + end.length();
            try {
                blocks.add(new Block(start.group(1), content(text.substring(start.end(), close))));
            } catch (IllegalArgumentException e) {
                continue; // no base64: no block
            }
            if (blocks.size() == 1) {
                rest = text.substring(from).replaceFirst("\\A[ \\t]*\\r?\\n?", "");
            }
        }
        return new Pem(List.copyOf(blocks), rest);
    }

    private static byte[] content(String body) {
        Matcher header = HEADER.matcher(body);
        int begin = 0;
        while (header.find()) {
            begin = header.end();
        }
        return Base64.getDecoder().decode(body.substring(begin).replaceAll("\\s", ""));
    }
}
