# Sourced by ./mvnw and ./mixer: finds the newest JDK >= 25 and sets MIXER_JAVA to its home folder.
# Looks at MIXER_JAVA_HOME (taken as it is), then JAVA_HOME, JAVA25_HOME, the usual folders and PATH.

java_major() { # HOME -> its feature version, from the file that every JDK carries; 0 where there is none
    if [ -r "$1/release" ] && [ -x "$1/bin/javac" ]; then
        sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" | head -n 1
    else
        echo 0
    fi
}

find_java() {
    if [ -n "${MIXER_JAVA_HOME:-}" ]; then
        if [ "$(java_major "$MIXER_JAVA_HOME")" -ge 25 ] 2>/dev/null; then
            MIXER_JAVA=$MIXER_JAVA_HOME
            return 0
        fi
        echo "mixer: MIXER_JAVA_HOME=$MIXER_JAVA_HOME is not a JDK 25 or newer; point it at one, or unset it" >&2
        return 1
    fi
    best=0
    MIXER_JAVA=
    on_path=$(command -v javac 2>/dev/null) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
    for home in "${JAVA_HOME:-}" "${JAVA25_HOME:-}" "${on_path:-}" \
        /usr/lib/jvm/* /opt/java/* /opt/jdk* /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/*; do
        [ -n "$home" ] && [ -d "$home" ] || continue
        major=$(java_major "$home")
        if [ "${major:-0}" -ge 25 ] && [ "${major:-0}" -gt "$best" ]; then
            best=$major
            MIXER_JAVA=$home
        fi
    done
    [ -n "$MIXER_JAVA" ] && return 0
    echo "mixer: no JDK 25 or newer found; install one (Debian: temurin-25-jdk) or set MIXER_JAVA_HOME to its folder" >&2
    return 1
}
