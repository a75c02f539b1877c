package dev.mixer.server.cases;

/** A way to ask for a decision. */
enum Front {
    /** The engine itself, given decoded values. */
    ENGINE,
    /** {@code istio.mixer.v1.Mixer/Check}. */
    MIXER_V1,
    /** {@code envoy.service.auth.v3.Authorization/Check}. */
    EXT_AUTHZ,
    /** {@code /authz/SCOPE}, in every dialect. */
    HTTP
}
