/** Runs commands in this process, as a shell would. Start at {@link dev.mixer.cli.Shell}. */
@NullMarked
package dev.mixer.cli;

import org.jspecify.annotations.NullMarked;
