/**
 * What adapters that send over HTTP or TLS share: certificates, one POST and its answer, ids and times of spans. No
 * adapter and no format of a backend belongs here.
 */
@NullMarked
package dev.mixer.adapters.sending;

import org.jspecify.annotations.NullMarked;
