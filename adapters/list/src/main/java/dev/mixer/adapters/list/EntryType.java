package dev.mixer.adapters.list;

/** What the entries of a list are. */
public enum EntryType {
    /** Texts, compared as they are. */
    STRINGS,
    /** Texts, compared without the case of ASCII letters. */
    CASE_INSENSITIVE_STRINGS,
    /** Addresses and CIDR prefixes, IPv4 and IPv6. */
    IP_ADDRESSES,
    /** RE2 regular expressions, found anywhere in the value. */
    REGEX
}
