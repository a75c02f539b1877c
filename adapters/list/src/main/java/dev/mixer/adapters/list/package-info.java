/**
 * Looks values up in a list from the configuration, a file or a web server. Start at
 * {@link dev.mixer.adapters.list.ListAdapter}; {@code Membership} is a list in memory, {@code ListSource} keeps it fresh.
 */
@NullMarked
package dev.mixer.adapters.list;

import org.jspecify.annotations.NullMarked;
