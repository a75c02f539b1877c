package dev.mixer.engine.config.settings;

/** What becomes of an encoded slash in a request's path before policies see it. */
public enum PathMode {
    /** A path that holds one is refused: the safe choice. */
    REFUSE_ENCODED_SLASH,
    /** It stays an opaque part of its segment; needed where ids hold slashes. */
    KEEP_ENCODED_SLASH
}
