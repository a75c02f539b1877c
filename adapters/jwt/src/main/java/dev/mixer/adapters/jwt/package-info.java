/**
 * Verifies JSON Web Tokens and hands out what they say. Start at {@link dev.mixer.adapters.jwt.JwtAdapter};
 * {@code TokenVerifier} judges one token, {@code KeySource} keeps an issuer's keys fresh.
 */
@NullMarked
package dev.mixer.adapters.jwt;

import org.jspecify.annotations.NullMarked;
