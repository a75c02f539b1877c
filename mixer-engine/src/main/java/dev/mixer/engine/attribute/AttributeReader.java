package dev.mixer.engine.attribute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call's view of its attributes: reads each slot at most once and remembers which were read. Made for a call, used by
 * one thread at a time.
 *
 * <p>Reading an {@link Unusable} value yields absence and leaves {@link #refusal} behind; whoever decides the call must
 * look at it before letting the call pass.
 */
public final class AttributeReader {
    /*
     * Absence is cached as null under a set bit, so that presence costs no wrapper. Referenced and cached differ: a value
     * that an attribute producer supplied is cached but refers to nothing that the client sent.
     */
    private static final @Nullable Record[] NO_OUTPUTS = {};

    private final Slots slots;
    private final AttributeBag bag;
    private final @Nullable Object[] values;
    private final boolean keepsRaw;
    private final long[] cached;
    private final long[] referenced;
    private @Nullable Set<Reference> dynamic;
    private @Nullable Map<Attribute, @Nullable Object> produced;
    private @Nullable Record[] outputs = NO_OUTPUTS;
    private CanonicalPath.Mode pathMode;
    private @Nullable Unusable refusal;
    /** What could not be used, by slot; made only where something could not. */
    private @Nullable Map<Integer, Unusable> unusable;

    private @Nullable EvaluationFault fault;

    /**
     * A view that has read nothing.
     *
     * @param slots what the configuration reads; must not grow any more
     */
    public AttributeReader(Slots slots, AttributeBag bag) {
        this(slots, bag, false);
    }

    private AttributeReader(Slots slots, AttributeBag bag, boolean keepsRaw) {
        this.keepsRaw = keepsRaw;
        this.slots = slots;
        this.bag = bag;
        this.pathMode = slots.pathMode();
        int size = slots.size();
        this.values = new @Nullable Object[size];
        this.cached = new long[(size + 63) >> 6];
        this.referenced = new long[(size + 63) >> 6];
    }

    /** A view for a report: nothing is refused there, so text without a canonical form is read as it was received. */
    public static AttributeReader forReport(Slots slots, AttributeBag bag) {
        return new AttributeReader(slots, bag, true);
    }

    /** The value of a slot, or null where it is absent. */
    public @Nullable Object read(int slot) {
        return isSet(cached, slot) ? values[slot] : load(slot);
    }

    /**
     * The value of the slot of a map's entry, outside of {@code |}: a key that is missing from a present map is the empty
     * string; null where the map itself is absent.
     */
    public @Nullable Object readEntryOrEmpty(int slot, int mapSlot) {
        var value = read(slot);
        if (value != null || isUnusable(slot)) {
            return value;
        }
        // The answer depends on the map being there, which the absence of one key does not tell: refer to the map as
        // well.
        set(referenced, mapSlot);
        var attribute = slots.reference(mapSlot).attribute();
        return isPresent(mapSlot, attribute) ? "" : null;
    }

    /** The entry of a map under a key that only the call knows, or null where the map or the key is absent. */
    public @Nullable Object readEntry(int mapSlot, String key) {
        var attribute = slots.reference(mapSlot).attribute();
        var name = Slots.headers(attribute) ? HeaderNames.fold(key) : key;
        if (produced != null && produced.containsKey(attribute)) {
            return produced.get(attribute) instanceof Map<?, ?> map ? map.get(name) : null;
        }
        if (dynamic == null) {
            dynamic = new LinkedHashSet<>();
        }
        dynamic.add(new Reference(attribute, name));
        var value = slots.isDerived(mapSlot) && !bag.has(attribute)
                ? (read(mapSlot) instanceof Map<?, ?> map ? map.get(name) : null)
                : bag.entry(attribute, name);
        return usable(mapSlot, value);
    }

    /** As {@link #readEntryOrEmpty(int, int)}, under a key that only the call knows. */
    public @Nullable Object readEntryOrEmpty(int mapSlot, String key) {
        var value = readEntry(mapSlot, key);
        if (value != null || isUnusable(mapSlot)) {
            return value;
        }
        set(referenced, mapSlot);
        return isPresent(mapSlot, slots.reference(mapSlot).attribute()) ? "" : null;
    }

    /** Whether the message holds something for a slot that was read that must not be read as a value. */
    public boolean isUnusable(int slot) {
        return unusable != null && unusable.containsKey(slot);
    }

    /**
     * Supplies an attribute that a producer derived; it hides what the bag holds.
     *
     * @param value of the Java type of the attribute's type; null: the producer found none
     */
    public void provide(Attribute attribute, @Nullable Object value) {
        if (produced == null) {
            produced = new HashMap<>();
        }
        produced.put(attribute, value);
        // Slots that were read before the producer ran must be read anew.
        for (int slot : slots.slotsOf(attribute)) {
            cached[slot >> 6] &= ~(1L << slot);
            if (unusable != null) {
                unusable.remove(slot);
            }
        }
    }

    /** Sets what {@link #output} finds: the outputs of the actions of one rule, or of one attribute producer. */
    public void useOutputs(@Nullable Record[] records) {
        outputs = records;
    }

    /** An output by its number within what {@link #useOutputs} set, or null where there is none. */
    public @Nullable Record output(int number) {
        return number < outputs.length ? outputs[number] : null;
    }

    /** Sets how paths are made canonical; to be called before a path is read. */
    public void usePathMode(CanonicalPath.Mode mode) {
        pathMode = mode;
    }

    CanonicalPath.Mode pathMode() {
        return pathMode;
    }

    /** Notes that a slot was relied on without its value. */
    public void refer(int slot) {
        set(referenced, slot);
    }

    /** Says why the expression that runs has no value; always null, so that evaluators can return it. */
    public @Nullable Object fail(EvaluationFault reason) {
        fault = reason;
        return null;
    }

    /** Why the last expression without a value had none; absent where none failed since {@link #clearFault}. */
    public @Nullable EvaluationFault fault() {
        return fault;
    }

    /** Forgets the last fault. */
    public void clearFault() {
        fault = null;
    }

    /** Why this call must be refused with INVALID_ARGUMENT; absent where nothing unusable was read. */
    public @Nullable Unusable refusal() {
        return refusal;
    }

    /** The slots that this view reads. */
    public Slots slots() {
        return slots;
    }

    /** Everything read so far, in the order of slots, dynamic look-ups last. */
    public ReferencedAttributes referenced() {
        var matches = new ArrayList<ReferencedAttributes.Match>();
        for (int word = 0; word < referenced.length; word++) {
            for (long bits = referenced[word]; bits != 0; bits &= bits - 1) {
                int slot = (word << 6) + Long.numberOfTrailingZeros(bits);
                var reference = slots.reference(slot);
                matches.add(new ReferencedAttributes.Match(reference, present(reference)));
            }
        }
        if (dynamic != null) {
            for (var reference : dynamic) {
                if (!isReferenced(matches, reference)) {
                    matches.add(new ReferencedAttributes.Match(reference, present(reference)));
                }
            }
        }
        return new ReferencedAttributes(matches);
    }

    private static boolean isReferenced(List<ReferencedAttributes.Match> matches, Reference reference) {
        return matches.stream().anyMatch(match -> match.reference().equals(reference));
    }

    private boolean present(Reference reference) {
        var key = reference.key();
        return key == null ? bag.has(reference.attribute()) : bag.entry(reference.attribute(), key) != null;
    }

    private @Nullable Object load(int slot) {
        var reference = slots.reference(slot);
        Object value;
        if (produced != null && produced.containsKey(reference.attribute())) {
            value = fromProduced(produced.get(reference.attribute()), reference.key());
        } else {
            set(referenced, slot);
            var found = slots.reading(slot).read(this, bag);
            value = usable(slot, found instanceof Unusable && keepsRaw ? received(reference, found) : found);
        }
        set(cached, slot);
        values[slot] = value;
        return value;
    }

    /** The text that has no canonical form; where there is none, what the reading made of it. */
    private Object received(Reference reference, Object found) {
        return reference.key() == null && bag.value(reference.attribute()) instanceof String text ? text : found;
    }

    private static @Nullable Object fromProduced(@Nullable Object value, @Nullable String key) {
        return key == null ? value : value instanceof Map<?, ?> map ? map.get(key) : null;
    }

    /** The value of a slot, or the {@link Unusable} in its place, for slots that derive from it. */
    @Nullable
    Object readRaw(int slot) {
        var value = read(slot);
        return value == null && unusable != null ? unusable.get(slot) : value;
    }

    private boolean isPresent(int mapSlot, Attribute map) {
        if (produced != null && produced.containsKey(map)) {
            return produced.get(map) != null;
        }
        if (bag.has(map)) {
            // A map that cannot be used must not pass for one that lacks the key.
            usable(mapSlot, bag.entry(map, ""));
            return !isUnusable(mapSlot);
        }
        return slots.isDerived(mapSlot) && read(mapSlot) != null;
    }

    private @Nullable Object usable(int slot, @Nullable Object value) {
        if (value instanceof Unusable reason) {
            if (refusal == null) {
                refusal = reason;
            }
            if (unusable == null) {
                unusable = new HashMap<>();
            }
            unusable.put(slot, reason);
            return null;
        }
        return value;
    }

    private static boolean isSet(long[] bits, int slot) {
        return (bits[slot >> 6] & 1L << slot) != 0;
    }

    private static void set(long[] bits, int slot) {
        bits[slot >> 6] |= 1L << slot;
    }

    @Override
    public String toString() {
        return "AttributeReader" + Arrays.toString(referenced().matches().toArray());
    }
}
