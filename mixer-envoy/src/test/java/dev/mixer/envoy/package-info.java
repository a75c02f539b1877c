/** Tests of how Envoy's messages are read; how calls are decided by them is tested by the server. */
@NullMarked
package dev.mixer.envoy;

import org.jspecify.annotations.NullMarked;
