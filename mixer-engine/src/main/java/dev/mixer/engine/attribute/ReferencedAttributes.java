package dev.mixer.engine.attribute;

import java.util.List;

/**
 * Everything that was read to produce an answer. A caller may reuse the answer for requests that agree in all of it
 * (contract C13).
 *
 * @param matches each reference once, attributes and keys of dynamic look-ups included
 */
public record ReferencedAttributes(List<Match> matches) {
    public ReferencedAttributes {
        matches = List.copyOf(matches);
    }

    /**
     * One thing that was read.
     *
     * @param reference what
     * @param present whether the call had it; an answer that read an absence holds only where it is absent
     */
    public record Match(Reference reference, boolean present) {
        /** As shown to people: {@code request.headers[x-user]}, with a minus in front for an absence. */
        @Override
        public String toString() {
            return present ? reference.toString() : "-" + reference;
        }
    }
}
