/**
 * The command {@code mixer}: a class for each command, which reads arguments, asks the engine or a server, and prints. Start
 * at {@link dev.mixer.cli.MixerCommand}.
 */
@NullMarked
package dev.mixer.cli;

import org.jspecify.annotations.NullMarked;
