/**
 * Spans about the host's own work, made and sent by the SDK of OpenTelemetry, for calls that their sidecar traces or chance picks.
 * Nothing here decides anything, and without a collector in the settings none of it is loaded.
 */
@NullMarked
package dev.mixer.server.trace;

import org.jspecify.annotations.NullMarked;
