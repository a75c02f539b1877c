package dev.mixer.engine.config.yaml;

import dev.mixer.engine.config.yaml.YamlNode.ScalarType;
import java.util.regex.Pattern;

/** What plain scalars mean: YAML 1.2, section 10.3.2. So {@code yes} and {@code 1:30} are text. */
final class CoreSchema {
    private static final Pattern NULL = Pattern.compile("null|Null|NULL|~|");
    private static final Pattern BOOL = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern INT = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
            + "|[-+]?(\\.inf|\\.Inf|\\.INF)|\\.nan|\\.NaN|\\.NAN");

    private CoreSchema() {}

    static ScalarType typeOf(String plain) {
        if (plain.length() > 64) {
            return ScalarType.TEXT;
        }
        if (NULL.matcher(plain).matches()) {
            return ScalarType.NULL;
        }
        if (BOOL.matcher(plain).matches()) {
            return ScalarType.BOOL;
        }
        if (INT.matcher(plain).matches()) {
            return ScalarType.INT;
        }
        return FLOAT.matcher(plain).matches() ? ScalarType.FLOAT : ScalarType.TEXT;
    }
}
