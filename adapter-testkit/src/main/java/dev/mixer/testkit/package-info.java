/**
 * What the tests of an adapter build on. Start at {@link dev.mixer.testkit.AdapterContract}, which every adapter's test
 * extends; {@link dev.mixer.testkit.TestHost} stands for the host, with a clock that only the test moves.
 */
@NullMarked
package dev.mixer.testkit;

import org.jspecify.annotations.NullMarked;
