/**
 * Policies of Istio compiled for calls: who may call what, decided beside and before the rules. Start at {@link
 * dev.mixer.engine.policy.PolicySet}; handlers, rules and answers to callers are not known here.
 */
@NullMarked
package dev.mixer.engine.policy;

import org.jspecify.annotations.NullMarked;
