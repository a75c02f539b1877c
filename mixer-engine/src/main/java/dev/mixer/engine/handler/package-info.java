/**
 * The life of handlers: opened, kept across reloads, called under a bound and a time limit, closed after their last call.
 * Start at {@link dev.mixer.engine.handler.HandlerTable}; {@link dev.mixer.engine.handler.LiveHandler} is what a call sees.
 */
@NullMarked
package dev.mixer.engine.handler;

import org.jspecify.annotations.NullMarked;
