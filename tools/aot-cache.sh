# Sourced by ./mixer, with $root and $MIXER_JAVA set. A cache of loaded and linked classes (JEP 483, JEP 514) halves the time
# to the first answer. It holds for one JDK, one build and one set of options, so these make its name.

# aot_cache OPTION...: has the cache made where there is none, and sets $aot to the options that use it; without a place to
# keep it, or where making it fails, the server starts without.
aot_cache() {
    aot=
    [ "${MIXER_AOT:-yes}" != no ] || return 0
    caches=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/mixer
    { mkdir -p "$caches" && [ -w "$caches" ]; } 2>/dev/null || return 0
    checkout=$(printf '%s' "$root" | cksum | cut -d ' ' -f 1)
    build=$({ cat "$MIXER_JAVA/release" 2>/dev/null; ls -l "$root/mixer-server/target/quarkus-app" \
        "$root"/mixer-server/target/quarkus-app/app; printf '%s ' "$MIXER_JAVA" "$@"; } | cksum | cut -d ' ' -f 1)
    file=$caches/server-$checkout-$build.aot
    [ -f "$file" ] || train "$@" || return 0
    aot="-XX:AOTCache=$file -Xlog:aot=off -Xlog:cds=off"
}

# Starts the server on ports that the system chooses, has it answer calls, and keeps what the JDK learned.
train() {
    echo "mixer: preparing faster starts, once: some ten seconds" >&2
    rm -f "$caches/server-$checkout"-*.aot
    "$MIXER_JAVA/bin/java" "$@" -XX:AOTCacheOutput="$file.$$" -Dmixer.plugins="$root/target/plugins" \
        -jar "$root/mixer-server/target/quarkus-app/quarkus-run.jar" "$root/samples/quickstart" \
        --grpc-address 127.0.0.1:0 --http-address 127.0.0.1:0 --set authz.address=off --exit-when-ready \
        </dev/null >"$root/target/mixer-aot.log" 2>&1 &&
        mv "$file.$$" "$file" && return 0
    rm -f "$file.$$"
    echo "mixer: that failed, starts stay as they are; the log is in $root/target/mixer-aot.log" >&2
    return 1
}
