package dev.mixer.engine.config.yaml;

/** JSON lets tabs indent, YAML does not; a tab becomes one blank, so that columns stay. */
final class JsonBlanks {
    private JsonBlanks() {}

    static String replaceTabs(String json) {
        if (json.indexOf('\t') < 0) {
            return json;
        }
        var result = new StringBuilder(json);
        boolean quoted = false;
        for (int i = 0; i < result.length(); i++) {
            char c = result.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && c == '\\') {
                i++;
            } else if (!quoted && c == '\t') {
                result.setCharAt(i, ' ');
            }
        }
        return result.toString();
    }
}
