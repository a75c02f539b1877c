/**
 * What adapters that ask web servers share: whom they trust ({@link dev.mixer.adapters.web.Trust}). Nothing here knows what is asked
 * for, or opens a connection.
 */
@NullMarked
package dev.mixer.adapters.web;

import org.jspecify.annotations.NullMarked;
