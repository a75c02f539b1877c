/**
 * The front for proxies without gRPC: a plain HTTP request tells of another one, and the answer's status says whether that
 * may pass. Start at {@link dev.mixer.server.front.http.HttpAuthzFront}; who may ask is a scope of the configuration.
 */
@NullMarked
package dev.mixer.server.front.http;

import org.jspecify.annotations.NullMarked;
