/** Tests of finding adapters; start at {@link dev.mixer.engine.plugin.AdapterCatalogTest}. */
@NullMarked
package dev.mixer.engine.plugin;

import org.jspecify.annotations.NullMarked;
