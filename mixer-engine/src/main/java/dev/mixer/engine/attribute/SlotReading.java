package dev.mixer.engine.attribute;

import org.jspecify.annotations.Nullable;

/** How the value of one slot is had from a bag: as it is, or through the canonical form that contracts C1 and C2 demand. */
@FunctionalInterface
interface SlotReading {
    @Nullable
    Object read(AttributeReader reader, AttributeBag bag);

    /** Reads what the bag holds, untouched. */
    static SlotReading asGiven(Reference reference) {
        var attribute = reference.attribute();
        var key = reference.key();
        return key == null ? (_, bag) -> bag.value(attribute) : (_, bag) -> bag.entry(attribute, key);
    }

    /** The reading of a reference; may number the slots that it derives from. */
    static SlotReading of(Reference reference, Slots slots) {
        var attribute = reference.attribute();
        var key = reference.key();
        if (attribute.name().equals("request.query_params")) {
            int rawPath = slots.slot(slots.vocabulary().require("request.raw_path"));
            return key == null
                    ? (reader, bag) -> queryParameters(reader, bag, attribute, rawPath)
                    : (reader, bag) -> {
                        var parameters = queryParameters(reader, bag, attribute, rawPath);
                        return parameters instanceof java.util.Map<?, ?> map ? map.get(key) : parameters;
                    };
        }
        if (key != null) {
            return (_, bag) -> bag.entry(attribute, key);
        }
        return switch (attribute.name()) {
            case "request.path" -> (reader, bag) -> canonicalPath(bag.value(attribute), reader);
            case "request.url_path" -> urlPath(attribute, slots);
            case "request.raw_path" -> rawPath(attribute, slots);
            case "request.host" ->
                (_, bag) -> bag.value(attribute) instanceof String host ? CanonicalHost.of(host) : bag.value(attribute);
            default -> (_, bag) -> bag.value(attribute);
        };
    }

    private static SlotReading urlPath(Attribute attribute, Slots slots) {
        int path = slots.slot(slots.vocabulary().require("request.path"));
        return (reader, bag) -> {
            var own = bag.value(attribute);
            return own == null ? reader.readRaw(path) : canonicalPath(own, reader);
        };
    }

    private static SlotReading rawPath(Attribute attribute, Slots slots) {
        var path = slots.vocabulary().require("request.path");
        int pathSlot = slots.slot(path);
        return (reader, bag) -> {
            var own = bag.value(attribute);
            if (own == null) {
                reader.refer(pathSlot);
                return bag.value(path);
            }
            return own;
        };
    }

    private static @Nullable Object queryParameters(
            AttributeReader reader, AttributeBag bag, Attribute attribute, int rawPath) {
        var own = bag.value(attribute);
        if (own != null) {
            return own;
        }
        var target = reader.readRaw(rawPath);
        return target instanceof String text ? QueryParameters.of(text) : target;
    }

    private static @Nullable Object canonicalPath(@Nullable Object value, AttributeReader reader) {
        return value instanceof String target ? CanonicalPath.of(target, reader.pathMode()) : value;
    }
}
