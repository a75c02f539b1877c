package dev.mixer.server.front.extauthz;

import com.google.protobuf.BoolValue;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.mixer.engine.dispatch.Decision;
import dev.mixer.engine.policy.PolicyVerdict;
import dev.mixer.engine.rule.DenialStatus;
import dev.mixer.server.front.envoy.DecisionId;
import dev.mixer.server.front.envoy.DecisionKeys;
import dev.mixer.spi.DirectResponse;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.HeaderOperation.Kind;
import dev.mixer.spi.HeaderOperation.Target;
import dev.mixer.spi.Status;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.core.v3.QueryParameter;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.envoyproxy.envoy.service.auth.v3.DeniedHttpResponse;
import io.envoyproxy.envoy.service.auth.v3.OkHttpResponse;
import io.envoyproxy.envoy.type.v3.HttpStatus;
import java.time.Duration;
import java.util.List;

/** Writes a {@code CheckResponse}. */
final class CheckReply {
    private CheckReply() {}

    static CheckResponse of(Decision decision, boolean decisionIdHeader) {
        var id = DecisionId.next();
        var response = CheckResponse.newBuilder()
                .setStatus(status(decision.status()))
                .setDynamicMetadata(metadata(id, decision));
        if (decision.status().isOk()) {
            var ok = ok(decision.headers());
            if (decisionIdHeader) {
                ok.addResponseHeadersToAdd(replaced(DecisionId.HEADER, id));
            }
            return response.setOkResponse(ok).build();
        }
        var direct = decision.response();
        var denied = direct == null ? denied(decision.status()) : denied(direct);
        if (decision.isQuotaExhausted()) {
            denied.addHeaders(replaced("retry-after", String.valueOf(decision.secondsToReset())));
        }
        if (decisionIdHeader) {
            denied.addHeaders(replaced(DecisionId.HEADER, id));
        }
        return response.setDeniedResponse(denied).build();
    }

    /** The denial of a call that the engine did not decide. */
    static CheckResponse refused(Status status, boolean decisionIdHeader) {
        return of(
                new Decision(
                        status,
                        Duration.ZERO,
                        0,
                        new dev.mixer.engine.attribute.ReferencedAttributes(List.of()),
                        List.of(),
                        null,
                        List.of(),
                        java.util.Map.of(),
                        "",
                        List.of(),
                        PolicyVerdict.NO_POLICY,
                        "",
                        null),
                decisionIdHeader);
    }

    private static com.google.rpc.Status status(Status status) {
        return com.google.rpc.Status.newBuilder()
                .setCode(status.code().number())
                .setMessage(status.message())
                .build();
    }

    private static OkHttpResponse.Builder ok(List<HeaderOperation> operations) {
        var ok = OkHttpResponse.newBuilder();
        for (var operation : ResponseValues.joined(operations)) {
            if (operation.target() == Target.QUERY) {
                query(operation, ok);
            } else if (operation.kind() == Kind.REMOVE) {
                // The protocol has no words for the removal of a response's header.
                if (operation.target() == Target.REQUEST) {
                    ok.addHeadersToRemove(operation.name());
                }
            } else if (operation.target() == Target.REQUEST) {
                ok.addHeaders(option(operation));
            } else {
                ok.addResponseHeadersToAdd(option(operation));
            }
        }
        return ok;
    }

    private static void query(HeaderOperation operation, OkHttpResponse.Builder ok) {
        if (operation.kind() == Kind.REMOVE) {
            ok.addQueryParametersToRemove(operation.name());
        } else {
            ok.addQueryParametersToSet(
                    QueryParameter.newBuilder().setKey(operation.name()).setValue(operation.value()));
        }
    }

    private static DeniedHttpResponse.Builder denied(Status status) {
        return DeniedHttpResponse.newBuilder()
                .setStatus(HttpStatus.newBuilder().setCodeValue(DenialStatus.of(status.code())))
                .setBody(status.message());
    }

    private static DeniedHttpResponse.Builder denied(DirectResponse direct) {
        var denied = DeniedHttpResponse.newBuilder()
                .setStatus(HttpStatus.newBuilder().setCodeValue(direct.httpStatus()))
                .setBody(direct.body());
        for (var operation : direct.headers()) {
            if (operation.kind() != Kind.REMOVE) {
                denied.addHeaders(sent(operation)); // here Envoy sends all values as they are
            }
        }
        return denied;
    }

    /** Envoys up to 1.40 look at the older of the two fields alone, without which a value takes the place of those before it. */
    @SuppressWarnings("deprecation")
    private static HeaderValueOption.Builder option(HeaderOperation operation) {
        var option = sent(operation);
        return operation.kind() == Kind.APPEND ? option.setAppend(BoolValue.of(true)) : option;
    }

    private static HeaderValueOption.Builder sent(HeaderOperation operation) {
        var option = replaced(operation.name(), operation.value());
        return operation.kind() == Kind.APPEND
                ? option.setAppendAction(HeaderAppendAction.APPEND_IF_EXISTS_OR_ADD)
                : option;
    }

    private static HeaderValueOption.Builder replaced(String name, String value) {
        return HeaderValueOption.newBuilder()
                .setHeader(HeaderValue.newBuilder().setKey(name).setValue(value))
                .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD);
    }

    private static Struct metadata(String id, Decision decision) {
        var names = ListValue.newBuilder();
        decision.rules().forEach(rule -> names.addValues(text(rule)));
        var metadata = Struct.newBuilder();
        decision.metadata().forEach(json -> merge(json, metadata));
        metadata.putFields(DecisionKeys.DECISION_ID, text(id))
                .putFields(DecisionKeys.REVISION, text(decision.revision()))
                .putFields(
                        DecisionKeys.RULES,
                        Value.newBuilder().setListValue(names).build());
        putUnlessEmpty(metadata, DecisionKeys.POLICY, decision.policies().policy());
        putUnlessEmpty(metadata, DecisionKeys.SHADOW, decision.shadow());
        return metadata.build();
    }

    /** What a handler adds; names that are the host's are overwritten. What is no JSON object is left out. */
    private static void merge(String json, Struct.Builder metadata) {
        try {
            JsonFormat.parser().merge(json, metadata);
        } catch (InvalidProtocolBufferException e) {
            // The decision stands; only its decoration is lost.
        }
    }

    private static void putUnlessEmpty(Struct.Builder metadata, String key, String text) {
        if (!text.isEmpty()) {
            metadata.putFields(key, text(text));
        }
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }
}
