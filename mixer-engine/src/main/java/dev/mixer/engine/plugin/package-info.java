/**
 * Finds adapters: folders of jars, one class loader each. {@link dev.mixer.engine.plugin.AdapterCatalog} is the only door
 * through which an adapter enters the host, ours included.
 */
@NullMarked
package dev.mixer.engine.plugin;

import org.jspecify.annotations.NullMarked;
