package dev.mixer.engine.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * One folder's files. What was written survives the end of the process at once, the end of the machine after {@code sync}.
 * Used by one thread at a time.
 */
public interface Disk {
    /** The names of all files. */
    List<String> list() throws IOException;

    /** A new file, readable by its owner alone. */
    Appender create(String name) throws IOException;

    /** Replaces a file's bytes in place; a crash may leave part of the old ones. Makes the file where there is none. */
    void overwrite(String name, byte[] bytes) throws IOException;

    /** Has a file's bytes survive the end of the machine. */
    void sync(String name) throws IOException;

    /** Has the creation and deletion of files survive the end of the machine. */
    void syncNames() throws IOException;

    /** Fills {@code target} from {@code position} as far as the file reaches. */
    void read(String name, long position, ByteBuffer target) throws IOException;

    /** A file's length in bytes. */
    long size(String name) throws IOException;

    /** Gives a file another name; what had that name is gone. */
    void rename(String from, String to) throws IOException;

    /** Removes a file. */
    void delete(String name) throws IOException;

    /** A file that grows. */
    interface Appender extends AutoCloseable {
        /** Writes all of {@code bytes} at the end; after a failure part of them may be there. */
        void write(ByteBuffer bytes) throws IOException;

        /** Has what was written survive the end of the machine. */
        void sync() throws IOException;

        @Override
        void close() throws IOException;
    }
}
