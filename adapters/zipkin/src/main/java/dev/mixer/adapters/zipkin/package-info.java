/**
 * Sends spans to Zipkin. Start at {@link dev.mixer.adapters.zipkin.ZipkinAdapter}; {@code SpanJson} knows the format, and
 * nothing here keeps or retries what was not sent.
 */
@NullMarked
package dev.mixer.adapters.zipkin;

import org.jspecify.annotations.NullMarked;
