/** Tests of finding rules; {@link dev.mixer.engine.rule.RuleSetPropertiesTest} holds the index against a scan. */
@NullMarked
package dev.mixer.engine.rule;

import org.jspecify.annotations.NullMarked;
