/**
 * A log of records on disk: appended in order, read in order, cut off where everything has been settled, and readable after
 * a crash or damage at any point. It knows nothing of handlers, retries or time; all files go through {@link
 * dev.mixer.engine.spool.Disk}, so that a simulation can stand for the disk.
 */
@NullMarked
package dev.mixer.engine.spool;

import org.jspecify.annotations.NullMarked;
