package dev.mixer.adapters.opa.projection;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import dev.mixer.adapters.opa.value.Utf8Buffer;
import dev.mixer.adapters.opa.value.ValueText;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes inputs of the parts alone that a policy reads. Made once and used for one input after the other by one thread; the bytes are those
 * that evaluation takes, without a text in between.
 *
 * <p>An input is told piece by piece: {@link #begin}, then one value, where an object is {@link #beginObject}, for each member
 * {@link #name} and, only if that answers true, the value, then {@link #endObject}; an array is {@link #beginArray}, values, and
 * {@link #endArray}. What the policy does not read leaves no bytes.
 */
public final class InputWriter {
    private final InputPaths paths;
    private final Utf8Buffer buffer;

    /** What is read of each value that is open, the innermost at {@link #depth}; null for one that is left out. */
    private @Nullable InputPaths[] open = new @Nullable InputPaths[16];

    private int depth;

    /** What is read of the value that comes next. */
    private @Nullable InputPaths next;

    private boolean separate;

    /** Writes what {@code paths} reads. */
    public InputWriter(InputPaths paths) {
        this.paths = paths;
        buffer = new Utf8Buffer(1_024);
        next = paths;
    }

    /** Forgets the input before. */
    public void begin() {
        buffer.clear();
        depth = 0;
        next = paths;
        separate = false;
    }

    /** The bytes, of which {@link #length} count; valid until the next input begins. */
    public byte[] bytes() {
        return buffer.array();
    }

    /** How many bytes the input has so far. */
    public int length() {
        return buffer.size();
    }

    /** Opens an object. */
    public void beginObject() {
        open('{');
    }

    /** Closes an object. */
    public void endObject() {
        close('}');
    }

    /** Opens an array. Where only some keys below it are read it stays empty: arrays have none. */
    public void beginArray() {
        open('[');
    }

    /** Closes an array. */
    public void endArray() {
        close(']');
    }

    /** Begins a member of the object that is open; false if the policy does not read it, and then no value may follow. */
    public boolean name(String name) {
        var within = open[depth];
        var read = within == null ? null : within.below(name);
        if (read == null) {
            return false;
        }
        separate();
        buffer.quoted(name).raw(':');
        separate = false;
        next = read;
        return true;
    }

    /** Writes a text. */
    public void text(String text) {
        if (next != null) {
            separate();
            buffer.quoted(text);
            done();
        }
    }

    /** Writes a whole number. */
    public void number(long number) {
        if (next != null) {
            separate();
            buffer.number(number);
            done();
        }
    }

    /** Writes true or false. */
    public void bool(boolean value) {
        if (next != null) {
            separate();
            buffer.raw(value ? "true" : "false");
            done();
        }
    }

    /** Writes any value. */
    public void value(RegoValue value) {
        var read = next;
        if (read == null) {
            return;
        }
        if (!read.whole() && value instanceof RegoObject object) {
            beginObject();
            object.forEach((key, below) -> {
                if (key instanceof RegoString(var name) && name(name)) {
                    value(below);
                }
            });
            endObject();
        } else if (!read.whole() && value instanceof RegoArray) {
            beginArray();
            endArray();
        } else {
            separate();
            ValueText.write(
                    value, buffer); // a set is asked for its elements as an object for its keys, so it stays whole
            done();
        }
    }

    private void open(char bracket) {
        var read = next;
        if (read != null) {
            separate();
            buffer.raw(bracket);
            separate = false;
        }
        if (++depth == open.length) {
            open = Arrays.copyOf(open, depth * 2);
        }
        open[depth] = read;
        next = ofElements();
    }

    private void close(char bracket) {
        if (open[depth--] != null) {
            buffer.raw(bracket);
            separate = true;
        }
        next = ofElements();
    }

    /** Elements of an array are read where the array is, as a whole; a member of an object is as its name says. */
    private @Nullable InputPaths ofElements() {
        var within = open[depth];
        return depth > 0 && within != null && within.whole() ? InputPaths.all() : null;
    }

    private void separate() {
        if (separate) {
            buffer.raw(',');
        }
    }

    private void done() {
        separate = true;
        next = ofElements();
    }
}
