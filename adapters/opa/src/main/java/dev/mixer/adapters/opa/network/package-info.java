/**
 * What policies may ask of others: servers by {@code http.send}, names by {@code net.lookup_ip_addr}. Only hosts that the handler allows
 * are asked, and nothing here knows policies or the host.
 */
@NullMarked
package dev.mixer.adapters.opa.network;

import org.jspecify.annotations.NullMarked;
