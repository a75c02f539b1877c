/** Tests of the package of the same name, over real ports and sockets. */
@NullMarked
package dev.mixer.server.grpc;

import org.jspecify.annotations.NullMarked;
