package dev.mixer.engine.spool;

/**
 * A record of the log. Not for comparing.
 *
 * @param run the start of the host that wrote it; with {@code sequence} it names the record for ever
 * @param sequence its number, from 1; rises by one from record to record, save where an append failed
 * @param millis when it was accepted, since the epoch
 * @param content not copied, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy for each record would cost more than it saves
public record Entry(long run, long sequence, long millis, byte[] content) {}
