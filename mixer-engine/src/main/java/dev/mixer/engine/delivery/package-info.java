/**
 * Takes accepted records to slow or absent backends: outboxes that keep them, form batches, retry, set aside what can never
 * be taken and account for every record. It knows senders and bytes, neither templates nor configuration; time, chance,
 * threads and disk come through {@link dev.mixer.engine.delivery.Loop} and {@link dev.mixer.engine.spool.Disk}, so that a
 * simulation can run the same code.
 */
@NullMarked
package dev.mixer.engine.delivery;

import org.jspecify.annotations.NullMarked;
