/**
 * From documents to resources, or to problems with file, line and column. Start at
 * {@link dev.mixer.engine.config.ResourceReader}, which makes a {@link dev.mixer.engine.config.ResourceSet} of files;
 * {@link dev.mixer.engine.config.ReferenceResolver} then joins rules to their handlers and instances.
 */
@NullMarked
package dev.mixer.engine.config;

import org.jspecify.annotations.NullMarked;
