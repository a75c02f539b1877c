package dev.mixer.adapters.list;

/**
 * An entry of a list as it was written.
 *
 * @param place its line in a file, from 1, or its index among the overrides, from 0
 * @param text the entry, not empty
 */
record Entry(int place, String text) {}
