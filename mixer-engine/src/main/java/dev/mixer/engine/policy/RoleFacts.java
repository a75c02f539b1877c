package dev.mixer.engine.policy;

import java.util.List;

/** What roles are held against: a call, or what a rule says of it. Absent values are empty. */
interface RoleFacts {
    /** The caller's identity. */
    String user();

    /** The groups of the caller. */
    List<String> groups();

    /** The called service, a host name. */
    String service();

    /** The method. */
    String method();

    /** The canonical path. */
    String path();

    /** What else is known of the caller, by key. */
    List<String> subjectProperty(String key);

    /** What else is known of the action, by key. */
    List<String> actionProperty(String key);
}
