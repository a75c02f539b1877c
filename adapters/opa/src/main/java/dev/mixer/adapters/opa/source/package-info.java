/**
 * Where policies come from: folders, files, archives and texts, and what OPA's compiler makes of them. Nothing here evaluates a
 * policy or knows a handler.
 */
@NullMarked
package dev.mixer.adapters.opa.source;

import org.jspecify.annotations.NullMarked;
