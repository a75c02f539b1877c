/** Tests of making instances; start at {@link dev.mixer.engine.template.InstanceBuilderTest}. */
@NullMarked
package dev.mixer.engine.template;

import org.jspecify.annotations.NullMarked;
