package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.expression.FunctionDeclaration.Parameter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The functions of the language. To add one, add an entry to {@link #ALL} and rows to the expression cases. */
public final class FunctionLibrary {
    private static final List<Function> ALL = List.of(
            new Match(),
            new Matches(),
            new Cookie(),
            new TextTest(
                    "startsWith",
                    "prefix",
                    "Whether s begins with prefix",
                    "request.path.startsWith(\"/api/\")",
                    Condition.Operator.PREFIX,
                    String::startsWith),
            new TextTest(
                    "endsWith",
                    "suffix",
                    "Whether s ends with suffix",
                    "request.host.endsWith(\".example.com\")",
                    Condition.Operator.SUFFIX,
                    String::endsWith),
            new Conversion(
                    "ip",
                    ValueType.IP_ADDRESS,
                    "The IP address written in s; an IPv4-mapped IPv6 address is its IPv4 address",
                    "source.ip == ip(\"10.0.0.1\")",
                    "is not an IP address such as 10.0.0.1 or 2001:db8::1",
                    IpText::parse),
            new Conversion(
                    "timestamp",
                    ValueType.TIMESTAMP,
                    "The point in time written in s (RFC 3339)",
                    "request.time > timestamp(\"2026-01-31T08:00:00Z\")",
                    "is not an RFC 3339 timestamp such as 2026-01-31T08:00:00Z",
                    TimestampText::parse),
            new Conversion(
                    "dnsName",
                    ValueType.DNS_NAME,
                    "The DNS name written in s; compared without case and trailing dot, international names by IDNA",
                    "dnsName(request.host) == dnsName(\"shop.example.com\")",
                    "is not a DNS name",
                    TypedNames::dnsName),
            new Conversion(
                    "email",
                    ValueType.EMAIL_ADDRESS,
                    "The e-mail address written in s; its domain is compared without case",
                    "email(request.auth.claims[\"email\"]) == email(\"ann@example.com\")",
                    "is not an e-mail address such as ann@example.com",
                    TypedNames::email),
            new Conversion(
                    "uri",
                    ValueType.URI,
                    "The URI written in s; compared in its normal form",
                    "uri(request.referer) == uri(\"https://example.com/\")",
                    "is not a URI",
                    UriForm::parse),
            new Conditional(
                    "conditionalString",
                    Optional.of(ValueType.STRING),
                    "conditionalString(connection.mtls, \"mutual_tls\", \"none\")"),
            new Conditional("conditional", Optional.empty(), "conditional(response.code < 500, 0, 1)"),
            new PlainFunction(
                    new FunctionDeclaration(
                            "toLower",
                            false,
                            List.of(Parameter.of("s", ValueType.STRING)),
                            Optional.of(ValueType.STRING),
                            "s in lower case",
                            "toLower(request.scheme)"),
                    value -> ((String) value).toLowerCase(Locale.ROOT)),
            new PlainFunction(
                    new FunctionDeclaration(
                            "urlEncode",
                            false,
                            List.of(Parameter.of("s", ValueType.STRING)),
                            Optional.of(ValueType.STRING),
                            "s as a value of a query, all but letters, digits and -._~ percent-encoded (RFC 3986)",
                            "\"https://login.example/?back=\" + urlEncode(request.path)"),
                    value -> URLEncoder.encode((String) value, StandardCharsets.UTF_8)
                            .replace("+", "%20")
                            .replace("*", "%2A")
                            .replace("%7E", "~")),
            new PlainFunction(
                    new FunctionDeclaration(
                            "size",
                            false,
                            List.of(Parameter.of("s", ValueType.STRING)),
                            Optional.of(ValueType.INT64),
                            "The number of characters (code points) of s",
                            "size(request.useragent) > 0"),
                    value -> {
                        var text = (String) value;
                        return (long) text.codePointCount(0, text.length());
                    }),
            new PlainFunction(
                    new FunctionDeclaration(
                            "emptyStringMap",
                            false,
                            List.of(),
                            Optional.of(ValueType.STRING_MAP),
                            "A map without entries, the default of a map",
                            "(source.labels | emptyStringMap())[\"app\"]"),
                    (Object) Map.of()));

    private static final FunctionLibrary STANDARD = new FunctionLibrary(ALL);

    private final Map<String, Function> byName = new LinkedHashMap<>();

    private FunctionLibrary(List<Function> functions) {
        for (var function : functions) {
            byName.put(function.declaration().name(), function);
        }
    }

    /** The functions that every expression may call. */
    public static FunctionLibrary standard() {
        return STANDARD;
    }

    /** What there is, for documentation, in a fixed order. */
    public List<FunctionDeclaration> declarations() {
        return byName.values().stream().map(Function::declaration).toList();
    }

    @Nullable
    Function find(String name) {
        return byName.get(name);
    }

    Collection<String> names() {
        return byName.keySet();
    }
}
