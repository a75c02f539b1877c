package dev.mixer.adapters.quota;

/** 128 bits that stand for a name. */
record Hash(long high, long low) {}
