/**
 * Tells callers by the keys that they show, of which only digests are kept. Start at
 * {@link dev.mixer.adapters.apikey.ApiKeyAdapter}; {@code KeyTable} finds a key, {@code KeyFile} keeps the table live.
 */
@NullMarked
package dev.mixer.adapters.apikey;

import org.jspecify.annotations.NullMarked;
