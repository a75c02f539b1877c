/**
 * The front for Envoy's gRPC access log: log entries read as records of a report, streams of days read no faster than reports
 * are taken. Start at {@link dev.mixer.server.front.accesslog.AccessLogFront}; where records go is the engine's business.
 */
@NullMarked
package dev.mixer.server.front.accesslog;

import org.jspecify.annotations.NullMarked;
