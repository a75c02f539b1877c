/**
 * Posts records as JSON to a URL. Start at {@link dev.mixer.adapters.http.HttpAdapter}; {@code HttpSender} makes requests of
 * what {@code Envelope} holds, and {@code Answer} says what a status means.
 */
@NullMarked
package dev.mixer.adapters.http;

import org.jspecify.annotations.NullMarked;
