package dev.mixer.adapters.statsdline;

/** How lines travel. */
public enum Protocol {
    /** Datagrams: without any answer, a lost one is lost. */
    UDP,
    /** A stream: without answers too, but a server that is away is noticed. */
    TCP
}
