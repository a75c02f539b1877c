package dev.mixer.adapters.kafka;

import dev.mixer.spi.AdapterException.Kind;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Why a record was not taken. What an operator can cure is transient: rights, a missing topic, a cluster that is away. What
 * is wrong with the record itself is permanent.
 *
 * @param scope what else the reason holds for
 * @param kind whether trying again may help
 * @param reason for the operator, in one line
 */
record Failure(Scope scope, Kind kind, String reason) {
    /** What else the reason of a failure holds for. */
    enum Scope {
        /** Nothing else. */
        RECORD,
        /** All records of its topic. */
        TOPIC,
        /** All records: no broker answers. */
        CLUSTER,
        /** All records, and the producer is of no more use. */
        PRODUCER
    }

    static Failure of(Throwable failure, String topic, String servers) {
        return switch (failure) {
            case RecordTooLargeException _, RecordBatchTooLargeException _ ->
                permanent("the record is too large for topic " + topic + ": " + line(failure));
            case InvalidTopicException _ -> permanent("topic " + topic + " is not valid: " + line(failure));
            case SerializationException _, InvalidRecordException _, InvalidTimestampException _ ->
                permanent("topic " + topic + " does not take the record: " + line(failure));
            case TimeoutException _
            when failure.getCause() instanceof UnknownTopicOrPartitionException -> missing(topic, servers);
            case UnknownTopicOrPartitionException _ -> missing(topic, servers);
            case TimeoutException _ ->
                new Failure(
                        Scope.CLUSTER, Kind.TRANSIENT, "no broker of " + servers + " has answered: " + line(failure));
            case TopicAuthorizationException _ ->
                new Failure(
                        Scope.TOPIC,
                        Kind.TRANSIENT,
                        "the brokers of " + servers + " do not let this host write to topic " + topic);
            case AuthenticationException _ ->
                new Failure(
                        Scope.PRODUCER,
                        Kind.TRANSIENT,
                        "the brokers of " + servers + " and this host do not accept each other: " + root(failure));
            case RetriableException _ ->
                new Failure(Scope.RECORD, Kind.TRANSIENT, "topic " + topic + " on " + servers + ": " + line(failure));
            default -> new Failure(Scope.PRODUCER, Kind.TRANSIENT, servers + ": " + line(failure));
        };
    }

    /** The innermost message, where the library says what really happened. */
    static String root(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return line(root);
    }

    private static Failure missing(String topic, String servers) {
        return new Failure(
                Scope.TOPIC, Kind.TRANSIENT, "topic " + topic + " does not exist on " + servers + "; create it");
    }

    private static Failure permanent(String reason) {
        return new Failure(Scope.RECORD, Kind.PERMANENT, reason);
    }

    private static String line(Throwable failure) {
        var message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse("").strip();
    }
}
