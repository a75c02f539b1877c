/**
 * Real backends for tests: finds their programs, sets them up where it may, starts and ends their processes. Start at
 * {@link dev.mixer.testkit.backend.Backends}; nothing here stands in for a backend.
 */
@NullMarked
package dev.mixer.testkit.backend;

import org.jspecify.annotations.NullMarked;
