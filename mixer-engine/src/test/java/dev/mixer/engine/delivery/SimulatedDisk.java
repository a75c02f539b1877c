package dev.mixer.engine.delivery;

import dev.mixer.engine.spool.Disk;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A disk that keeps apart what was written and what was synced, fills up, fails, and ends the process before, within or
 * after any change.
 */
final class SimulatedDisk implements Disk {
    /** The process ends here. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("crash", null, false, false);
        }
    }

    /** A file: what the operating system has, and what of it the disk has. */
    private static final class Content {
        private byte[] written = {};
        private byte[] synced = {};
    }

    private final RandomGenerator random;
    private final Map<String, Content> names = new TreeMap<>();
    private Map<String, Content> syncedNames = new HashMap<>();
    private int changesUntilCrash = Integer.MAX_VALUE;
    private long capacity = Long.MAX_VALUE;
    private boolean failing;

    SimulatedDisk(RandomGenerator random) {
        this.random = random;
    }

    void crashAfter(int changes) {
        changesUntilCrash = changes;
    }

    void capacity(long bytes) {
        capacity = bytes;
    }

    /** Every change fails from now on, or no longer. */
    void failing(boolean fails) {
        failing = fails;
    }

    /** The process is gone; the operating system lives on. */
    void processEnded() {
        changesUntilCrash = Integer.MAX_VALUE;
    }

    /** The machine is gone: of what was not synced, parts may be there. */
    void powerLost() {
        changesUntilCrash = Integer.MAX_VALUE;
        var survivors = new TreeMap<>(syncedNames);
        names.forEach((name, content) -> {
            if (!syncedNames.containsKey(name) && random.nextBoolean()) {
                survivors.put(name, content);
            }
        });
        syncedNames.keySet().stream()
                .filter(name -> !names.containsKey(name) && random.nextBoolean())
                .forEach(survivors::remove);
        names.clear();
        names.putAll(survivors);
        for (var content : names.values()) {
            content.written = afterPowerLoss(content);
            content.synced = content.written;
        }
        syncedNames = new HashMap<>(names);
    }

    private byte[] afterPowerLoss(Content content) {
        if (Arrays.equals(content.written, content.synced)) {
            return content.synced;
        }
        // Up to some point the new bytes are there, behind it the old ones, zeros where there were none.
        int length = random.nextInt(
                Math.min(content.synced.length, content.written.length),
                Math.max(content.synced.length, content.written.length) + 1);
        int common = Math.min(content.synced.length, content.written.length);
        boolean grown =
                content.written.length > common && Arrays.equals(content.synced, 0, common, content.written, 0, common);
        int fresh = grown ? random.nextInt(common, length + 1) : random.nextInt(length + 1);
        var bytes = Arrays.copyOf(content.synced, length);
        System.arraycopy(content.written, 0, bytes, 0, Math.min(fresh, content.written.length));
        return bytes;
    }

    /** Turns bits of a segment over, not of the newest ones: nothing tells damage at its end from records that never came. */
    boolean damage() {
        var logs = names.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(".log") && entry.getValue().written.length > 80)
                .map(Map.Entry::getValue)
                .toList();
        if (logs.size() < 3) {
            return false;
        }
        var content = logs.get(random.nextInt(logs.size() - 2));
        var bytes = content.written.clone();
        int at = random.nextInt(bytes.length);
        for (int i = at; i < Math.min(bytes.length, at + 1 + random.nextInt(40)); i++) {
            bytes[i] ^= (byte) (1 << random.nextInt(8));
        }
        content.written = bytes;
        content.synced = bytes;
        return true;
    }

    /** A file's text, as somebody who looks into the folder sees it. */
    String text(String name) throws IOException {
        return new String(content(name).written, StandardCharsets.UTF_8);
    }

    @Override
    public List<String> list() {
        return List.copyOf(names.keySet());
    }

    @Override
    public Appender create(String name) throws IOException {
        change();
        if (names.containsKey(name)) {
            throw new IOException(name + " exists");
        }
        var content = new Content();
        names.put(name, content);
        changed();
        return new Appender() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                var added = new byte[bytes.remaining()];
                bytes.get(added);
                append(content, added);
            }

            @Override
            public void sync() throws IOException {
                syncContent(content);
            }

            @Override
            public void close() {
                // Closing changes nothing on a disk.
            }
        };
    }

    @Override
    public void overwrite(String name, byte[] bytes) throws IOException {
        // So few bytes lie in one page, which the operating system replaces whole: only the end of the machine tears
        // it.
        change();
        var content = names.computeIfAbsent(name, _ -> new Content());
        if (content.written.length < bytes.length && free() < bytes.length) {
            throw new IOException("no space left");
        }
        content.written = bytes.clone();
        changed();
    }

    private long free() {
        return capacity
                - names.values().stream().mapToLong(file -> file.written.length).sum();
    }

    private void append(Content content, byte[] bytes) throws IOException {
        boolean crashes = changesUntilCrash <= 1;
        int fits = (int) Math.min(bytes.length, Math.max(0, free()));
        int count = failing || crashes ? random.nextInt(fits + 1) : fits;
        int length = content.written.length;
        var next = Arrays.copyOf(content.written, length + count);
        System.arraycopy(bytes, 0, next, length, count);
        content.written = next;
        changed();
        if (failing || count < bytes.length) {
            throw new IOException("no space left");
        }
    }

    @Override
    public void sync(String name) throws IOException {
        syncContent(content(name));
    }

    private void syncContent(Content content) throws IOException {
        change();
        content.synced = content.written;
        changed();
    }

    @Override
    public void syncNames() throws IOException {
        change();
        syncedNames = new HashMap<>(names);
        changed();
    }

    @Override
    public void read(String name, long position, ByteBuffer target) throws IOException {
        var bytes = content(name).written;
        if (position < bytes.length) {
            target.put(bytes, (int) position, (int) Math.min(target.remaining(), bytes.length - position));
        }
    }

    @Override
    public long size(String name) throws IOException {
        return content(name).written.length;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        change();
        names.put(to, content(from));
        names.remove(from);
        changed();
    }

    @Override
    public void delete(String name) throws IOException {
        change();
        if (names.remove(name) == null) {
            throw new FileNotFoundException(name);
        }
        changed();
    }

    private Content content(String name) throws IOException {
        var content = names.get(name);
        if (content == null) {
            throw new FileNotFoundException(name);
        }
        return content;
    }

    private void change() throws IOException {
        if (failing) {
            throw new IOException("input/output error");
        }
        if (changesUntilCrash <= 1 && random.nextBoolean()) {
            throw new Crash();
        }
    }

    private void changed() {
        if (--changesUntilCrash <= 0) {
            throw new Crash();
        }
    }
}
