package dev.mixer.adapters.opa.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Gives so many bytes and then fails, where the library's own streams would say that there are no more. */
final class LimitedInput extends FilterInputStream {
    private long left;

    /** There was more. */
    static final class ExceededException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    LimitedInput(InputStream in, long limit) {
        super(in);
        this.left = limit;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long length) throws IOException {
        long skipped = super.skip(Math.min(length, left + 1));
        count(skipped);
        return skipped;
    }

    private void count(long bytes) throws ExceededException {
        left -= bytes;
        if (left < 0) {
            throw new ExceededException();
        }
    }
}
