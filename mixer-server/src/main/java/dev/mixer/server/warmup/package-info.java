/**
 * Runs the way of a call before the first caller does, so that a sidecar's deadline is not spent on loading classes. What
 * it runs is a host of its own with made-up rules: nothing of the user's configuration is asked or counted.
 */
@NullMarked
package dev.mixer.server.warmup;

import org.jspecify.annotations.NullMarked;
