/**
 * Where configuration comes from. Start at {@link dev.mixer.engine.config.source.ConfigSource};
 * {@link dev.mixer.engine.config.source.FolderSource} reads files and folders and follows their changes.
 */
@NullMarked
package dev.mixer.engine.config.source;

import org.jspecify.annotations.NullMarked;
