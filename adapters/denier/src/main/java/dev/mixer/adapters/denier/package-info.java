/**
 * Refuses everything that it is asked, with one configured answer. Start at {@link dev.mixer.adapters.denier.DenierAdapter}.
 */
@NullMarked
package dev.mixer.adapters.denier;

import org.jspecify.annotations.NullMarked;
