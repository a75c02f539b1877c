package dev.mixer.adapters.jwt;

import dev.mixer.spi.AdapterException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the token among the texts of an instance. */
final class TokenFinder {
    private static final String BEARER = "bearer";

    private final List<Place> places;
    private final Set<String> names;

    TokenFinder(List<Issuer> issuers) {
        places = issuers.stream()
                .flatMap(issuer -> issuer.places().stream())
                .distinct()
                .toList();
        names = places.stream().map(Place::name).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The token and where it stands; empty: there is none. Of two tokens nobody could say whose call it is.
     *
     * @throws AdapterException if a place is no issuer's, which would hide its tokens for good
     */
    Map<String, Place> find(String authorization, String token, Map<String, String> others)
            throws RefusedTokenException, AdapterException {
        var found = new LinkedHashMap<String, Place>();
        if (names.contains(Place.AUTHORIZATION)) {
            var shown = bearer(authorization);
            if (!shown.isEmpty()) {
                found.put(shown, new Place(Place.AUTHORIZATION, ""));
            }
        }
        add(found, Place.TOKEN, token);
        for (var other : others.entrySet()) {
            if (!names.contains(other.getKey())) {
                throw AdapterException.permanent("place " + other.getKey() + " is named by no issuer", null);
            }
            add(found, other.getKey(), other.getValue());
        }
        if (found.size() > 1) {
            throw new RefusedTokenException("the call has more than one token");
        }
        return found;
    }

    private void add(Map<String, Place> found, String name, String text) {
        if (text.isEmpty()) {
            return;
        }
        for (var place : places) {
            if (place.name().equals(name) && text.startsWith(place.prefix())) {
                found.putIfAbsent(text.substring(place.prefix().length()), place);
            }
        }
    }

    /** The credentials of the scheme Bearer (RFC 6750, 2.1); empty for other schemes. */
    private static String bearer(String header) throws RefusedTokenException {
        var text = header.strip();
        // A repeated header is joined with commas. Whatever stands behind, one of them might take it for the token.
        if (text.indexOf(',') >= 0) {
            for (var part : text.split(",", -1)) {
                if (isBearer(part.strip())) {
                    throw new RefusedTokenException("the call has more than one authorization");
                }
            }
            return "";
        }
        if (!isBearer(text)) {
            return "";
        }
        var credentials = text.substring(BEARER.length()).strip();
        if (credentials.isEmpty()) {
            throw new RefusedTokenException("the token is empty");
        }
        return credentials;
    }

    private static boolean isBearer(String text) {
        return text.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && (text.length() == BEARER.length() || text.charAt(BEARER.length()) == ' ');
    }
}
