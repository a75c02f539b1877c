/** Decisions as data, asked for through every front. Start at {@link dev.mixer.server.cases.DecisionCasesTest}. */
@NullMarked
package dev.mixer.server.cases;

import org.jspecify.annotations.NullMarked;
