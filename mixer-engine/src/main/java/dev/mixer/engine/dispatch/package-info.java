/**
 * Runs one call against one snapshot: finds its rules, asks their handlers, joins the answers, explains them. {@link
 * dev.mixer.engine.dispatch.Mixer} is the engine's door; what comes in is a {@link dev.mixer.engine.dispatch.Call}, what
 * goes out a {@link dev.mixer.engine.dispatch.Decision}, and neither knows a protocol.
 */
@NullMarked
package dev.mixer.engine.dispatch;

import org.jspecify.annotations.NullMarked;
