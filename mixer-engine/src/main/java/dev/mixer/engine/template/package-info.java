/**
 * How an instance of a template is made: a record whose components are filled with expressions. Start at {@link
 * dev.mixer.engine.template.InstanceBuilder}; which file the expressions came from is not known here.
 */
@NullMarked
package dev.mixer.engine.template;

import org.jspecify.annotations.NullMarked;
