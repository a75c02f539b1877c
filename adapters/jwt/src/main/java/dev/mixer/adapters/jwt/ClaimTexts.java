package dev.mixer.adapters.jwt;

import dev.mixer.spi.template.Jwt;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Claims as texts, the same as those of a token that Envoy has verified, so that one policy serves both. */
final class ClaimTexts {
    private ClaimTexts() {}

    /**
     * The claims of a token.
     *
     * @param lists claims whose text is a list with blanks between its elements
     */
    static Jwt.Claims of(Token token, Set<String> lists) {
        var claims = withLists(token.claims(), lists);
        var issuer = text(claims, "iss");
        var subject = text(claims, "sub");
        // An issuer that is no text must not pass for no issuer at all.
        var principal = claims.containsKey("iss") ? issuer.flatMap(i -> subject.map(s -> i + "/" + s)) : subject;
        return new Jwt.Claims(
                principal,
                issuer,
                subject,
                Optional.ofNullable(joined(claims.get("aud"))),
                text(claims, "azp"),
                Optional.of(json(claims)),
                Optional.of(token.payload()),
                Optional.of(all(claims)));
    }

    private static Map<String, Object> withLists(Map<String, Object> claims, Set<String> lists) {
        if (lists.isEmpty()) {
            return claims;
        }
        var changed = new LinkedHashMap<>(claims);
        lists.forEach(name -> changed.computeIfPresent(
                name,
                (_, value) ->
                        value instanceof String text ? List.of(text.strip().split(" +")) : value));
        return changed;
    }

    private static Map<String, String> all(Map<String, Object> claims) {
        var texts = new LinkedHashMap<String, String>();
        claims.forEach((name, value) -> {
            var text = joined(value);
            if (text != null) {
                texts.put(name, text);
            }
        });
        return texts;
    }

    private static Optional<String> text(Map<String, Object> claims, String name) {
        return claims.get(name) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }

    private static @Nullable String joined(@Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            return scalar(value);
        }
        var joined = new StringBuilder();
        var separator = "";
        for (var element : list) {
            var text = scalar(element);
            if (text == null) {
                return null;
            }
            joined.append(separator).append(text);
            separator = ",";
        }
        return joined.toString();
    }

    private static @Nullable String scalar(@Nullable Object value) {
        return switch (value) {
            case String text -> text;
            case Number number -> number(number);
            case Boolean flag -> flag.toString();
            case null, default -> null;
        };
    }

    /**
     * A number as people write it. Envoy has only doubles; a whole number that a double cannot hold keeps its digits here,
     * for two users must not become one.
     */
    private static String number(Number number) {
        if (!(number instanceof Double)) {
            return number.toString();
        }
        double value = number.doubleValue();
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "null";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e18
                ? String.valueOf((long) value)
                : new BigDecimal(String.valueOf(value)).toString();
    }

    private static String json(Map<?, ?> object) {
        var out = new StringBuilder();
        write(out, object);
        return out.toString();
    }

    private static void write(StringBuilder out, @Nullable Object value) {
        switch (value) {
            case String text -> quote(out, text);
            case Number number -> out.append(number(number));
            case Map<?, ?> object -> {
                out.append('{');
                var separator = "";
                for (var member : object.entrySet()) {
                    out.append(separator);
                    quote(out, String.valueOf(member.getKey()));
                    out.append(':');
                    write(out, member.getValue());
                    separator = ",";
                }
                out.append('}');
            }
            case List<?> list -> {
                out.append('[');
                var separator = "";
                for (var element : list) {
                    out.append(separator);
                    write(out, element);
                    separator = ",";
                }
                out.append(']');
            }
            case null -> out.append("null");
            default -> out.append(value);
        }
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
