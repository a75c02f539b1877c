package dev.mixer.server.front.accesslog;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.mixer.envoy.AttributeTable.Extractor;
import dev.mixer.server.front.envoy.DecisionKeys;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogCommon;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The decision that a host like this one gave about the request: the dynamic metadata of its answer, which Envoy logs. */
final class DecisionMetadata {
    /** Where Envoy keeps it, unless the filter has another name there. */
    private static final String USUAL_FILTER = "envoy.filters.http.ext_authz";

    private DecisionMetadata() {}

    static void addTo(Map<String, Extractor<LogEntry>> table) {
        table.put("check.decision_id", text(DecisionKeys.DECISION_ID));
        table.put("check.policy", text(DecisionKeys.POLICY));
        table.put("check.rego_entrypoint", rego("entrypoint"));
        table.put("check.rego_revision", rego("revision"));
        table.put("check.revision", text(DecisionKeys.REVISION));
        table.put("check.rules", entry -> rules(entry.common()));
        table.put("check.shadow", text(DecisionKeys.SHADOW));
    }

    private static Extractor<LogEntry> text(String key) {
        return entry -> {
            var metadata = metadata(entry.common());
            var text = metadata == null ? "" : text(metadata, key);
            return text.isEmpty() ? null : text;
        };
    }

    /** What a policy in Rego tells of itself. */
    private static Extractor<LogEntry> rego(String key) {
        return entry -> {
            var metadata = metadata(entry.common());
            var said = metadata == null ? null : metadata.getFieldsMap().get(DecisionKeys.REGO);
            var text = said == null ? "" : text(said.getStructValue(), key);
            return text.isEmpty() ? null : text;
        };
    }

    private static @Nullable Object rules(AccessLogCommon common) {
        var metadata = metadata(common);
        var rules = metadata == null ? null : metadata.getFieldsMap().get(DecisionKeys.RULES);
        if (rules == null || rules.getListValue().getValuesCount() == 0) {
            return null;
        }
        return rules.getListValue().getValuesList().stream()
                .map(Value::getStringValue)
                .collect(Collectors.joining(","));
    }

    private static @Nullable Struct metadata(AccessLogCommon common) {
        var filters = common.getMetadata().getFilterMetadataMap();
        var usual = filters.get(USUAL_FILTER);
        if (usual != null && usual.containsFields(DecisionKeys.DECISION_ID)) {
            return usual;
        }
        for (var filter : filters.values()) {
            if (filter.containsFields(DecisionKeys.DECISION_ID) && filter.containsFields(DecisionKeys.REVISION)) {
                return filter;
            }
        }
        return null;
    }

    private static String text(Struct metadata, String key) {
        var value = metadata.getFieldsMap().get(key);
        return value == null ? "" : value.getStringValue();
    }
}
