/** Tests of the package of the same name. Values in tables are what real sidecars sent. */
@NullMarked
package dev.mixer.server.front.http;

import org.jspecify.annotations.NullMarked;
