package dev.mixer.adapters.opa.network;

import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.ValueText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers that later decisions may use as well, as long as the server says (RFC 9111: {@code max-age} and {@code Expires}) or the policy
 * does. Bounded in bytes; those that were used longest ago go first. Nothing is asked again with a tag. Safe for all threads.
 */
final class AnswerCache {
    /** The statuses that may be kept without a word of the server about it (RFC 9110, 15.1). */
    private static final Set<Integer> KEPT = Set.of(200, 203, 204, 206, 300, 301, 404, 405, 410, 414, 501);

    private static final Pattern MAX_AGE = Pattern.compile("(?:^|[,\\s])max-age=\"?([0-9]{1,10})");
    private static final Pattern NOT_KEPT = Pattern.compile("(?:^|[,\\s])(?:no-store|no-cache)(?:$|[,\\s=])");

    /** What an entry costs beside its texts. */
    private static final int OVERHEAD = 500;

    private final long most;
    private final Map<RegoObject, Entry> entries = new LinkedHashMap<>(16, 0.75f, true); // guarded by this
    private long bytes; // guarded by this

    private record Entry(Answer answer, Instant until, long bytes) {}

    AnswerCache(long most) {
        this.most = most;
    }

    synchronized @Nullable Answer find(RegoObject key, Instant now) {
        var entry = entries.get(key);
        if (entry == null) {
            return null;
        }
        if (entry.until().isAfter(now)) {
            return entry.answer();
        }
        remove(key);
        return null;
    }

    void keep(SendRequest request, Answer answer, Instant now) {
        var until = until(request, answer, now);
        if (!until.isAfter(now)) {
            return;
        }
        long size = OVERHEAD + 2L * ValueText.write(request.key()).length() + answer.body().length;
        for (var header : answer.headers().entrySet()) {
            size += 2L * header.getKey().length()
                    + 2L * String.join("", header.getValue()).length();
        }
        if (size <= most) {
            add(request.key(), new Entry(answer, until, size));
        }
    }

    private synchronized void add(RegoObject key, Entry entry) {
        remove(key);
        Iterator<Entry> oldest = entries.values().iterator();
        while (bytes + entry.bytes() > most && oldest.hasNext()) {
            bytes -= oldest.next().bytes();
            oldest.remove();
        }
        entries.put(key, entry);
        bytes += entry.bytes();
    }

    private synchronized void remove(RegoObject key) {
        var entry = entries.remove(key);
        if (entry != null) {
            bytes -= entry.bytes();
        }
    }

    private static Instant until(SendRequest request, Answer answer, Instant now) {
        if (!request.kept() || !KEPT.contains(answer.status())) {
            return now;
        }
        if (request.forcedSeconds() > 0) {
            return now.plusSeconds(request.forcedSeconds());
        }
        var control = answer.header("cache-control").toLowerCase(Locale.ROOT);
        if (NOT_KEPT.matcher(control).find()) {
            return now;
        }
        var age = MAX_AGE.matcher(control);
        if (age.find()) {
            var said = date(answer.header("date"), now);
            return (said.isBefore(now) ? said : now).plusSeconds(Long.parseLong(age.group(1)));
        }
        return date(answer.header("expires"), now);
    }

    private static Instant date(String text, Instant otherwise) {
        try {
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return otherwise;
        }
    }
}
