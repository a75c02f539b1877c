/**
 * Tests of the engine as its callers see it: configurations as text, handlers that do what the test says. Start at {@link
 * dev.mixer.engine.dispatch.TestEngine}.
 */
@NullMarked
package dev.mixer.engine.dispatch;

import org.jspecify.annotations.NullMarked;
