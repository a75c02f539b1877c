package dev.mixer.engine.attribute;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The references that one configuration reads, numbered: a slot is a reference's place in the arrays of an {@link
 * AttributeReader}. Grows while a configuration is compiled, by one thread; afterwards it is only read.
 */
public final class Slots {
    private final Vocabulary vocabulary;
    private final CanonicalPath.Mode pathMode;
    private final boolean asGiven;
    private final List<Reference> references = new ArrayList<>();
    private final List<SlotReading> readings = new ArrayList<>();
    private final Map<Reference, Integer> numbers = new HashMap<>();
    private final Map<Attribute, List<Integer>> byAttribute = new HashMap<>();

    /** No slots yet; paths are read in the default mode. */
    public Slots(Vocabulary vocabulary) {
        this(vocabulary, CanonicalPath.Mode.REFUSE_ENCODED_SLASH);
    }

    /**
     * No slots yet.
     *
     * @param pathMode how {@code request.path} and {@code request.url_path} are made canonical where a reader is not told
     *     otherwise
     */
    public Slots(Vocabulary vocabulary, CanonicalPath.Mode pathMode) {
        this(vocabulary, pathMode, false);
    }

    private Slots(Vocabulary vocabulary, CanonicalPath.Mode pathMode, boolean asGiven) {
        this.vocabulary = vocabulary;
        this.pathMode = pathMode;
        this.asGiven = asGiven;
    }

    /** No slots yet; every value is read as it is given, which is for trying expressions and not for deciding calls. */
    public static Slots asGiven(Vocabulary vocabulary) {
        return new Slots(vocabulary, CanonicalPath.Mode.REFUSE_ENCODED_SLASH, true);
    }

    /** The attributes that slots refer to. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The slot of an attribute, made where there is none. */
    public int slot(Attribute attribute) {
        return slot(new Reference(attribute, null));
    }

    /** The slot of a map's entry, made where there is none; a header's name is taken in lower case. */
    public int slot(Attribute map, String key) {
        slot(map); // a missing key reads as empty only where the map is present, so the map has a slot as well
        return slot(new Reference(map, headers(map) ? HeaderNames.fold(key) : key));
    }

    /** Whether the keys of a map are header names, which have no case (contract C3). */
    public static boolean headers(Attribute map) {
        return map.name().equals("request.headers") || map.name().equals("response.headers");
    }

    /** How many slots there are. */
    public int size() {
        return references.size();
    }

    /** What a slot reads. */
    public Reference reference(int slot) {
        return references.get(slot);
    }

    /** Whether the attribute of a slot is computed from another where the message lacks it. */
    boolean isDerived(int slot) {
        return reference(slot).attribute().name().equals("request.query_params");
    }

    /** The slots that hold an attribute or one of its entries. */
    List<Integer> slotsOf(Attribute attribute) {
        return byAttribute.getOrDefault(attribute, List.of());
    }

    CanonicalPath.Mode pathMode() {
        return pathMode;
    }

    SlotReading reading(int slot) {
        return readings.get(slot);
    }

    private int slot(Reference reference) {
        Integer known = numbers.get(reference);
        if (known != null) {
            return known;
        }
        var reading = asGiven ? SlotReading.asGiven(reference) : SlotReading.of(reference, this);
        // Asked again: making a derived reading may have numbered the attributes that it derives from.
        int slot = references.size();
        numbers.put(reference, slot);
        references.add(reference);
        readings.add(reading);
        byAttribute
                .computeIfAbsent(reference.attribute(), _ -> new ArrayList<>(1))
                .add(slot);
        return slot;
    }
}
