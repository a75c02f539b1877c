/**
 * What the operator of a host decides: addresses, limits, folders. Start at
 * {@link dev.mixer.engine.config.settings.HostSettings}, which
 * {@link dev.mixer.engine.config.settings.SettingsReader} makes of a file, the environment and the command line.
 */
@NullMarked
package dev.mixer.engine.config.settings;

import org.jspecify.annotations.NullMarked;
