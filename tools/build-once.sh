# Sourced by ./mixer, with $root set: builds the checkout where something is missing or older than its sources.

# build_once SERVER: yes where the server is wanted as well
build_once() {
    stamp=$root/target/mixer-built
    is_built "$1" && is_current && return 0
    log=$root/target/mixer-build.log
    mkdir -p "$root/target"
    echo "mixer: building, once: about two minutes the first time, under one later" >&2
    started=$(date +%s)
    # Times of files are compared with the beginning: what is edited while the build runs is built the next time.
    touch "$stamp.begun"
    if ! build; then
        echo "mixer: the build failed; the last lines of $log:" >&2
        grep -v '^\[ERROR\] *$' "$log" | tail -n 15 >&2
        return 2
    fi
    commit >"$stamp"
    touch -r "$stamp.begun" "$stamp"
    rm -f "$stamp.begun"
    echo "mixer: built in $(($(date +%s) - started)) s" >&2
}

# Whether there is what runs: the command line and its adapters, for SERVER = yes the server too.
is_built() {
    [ -d "$root/mixer-cli/target/lib" ] && [ -d "$root/target/plugins" ] || return 1
    ls "$root"/mixer-cli/target/mixer-cli-*.jar >/dev/null 2>&1 || return 1
    [ "$1" = no ] || [ -f "$root/mixer-server/target/quarkus-app/quarkus-run.jar" ]
}

# Whether nothing that is built changed since: another commit checked out, a source edited, added or removed.
is_current() {
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(commit)" ] || return 1
    newer=$(find "$root" \( -name target -o -name .git -o -name node_modules -o -path '*/src/test' \) -prune -o \
        \( -path '*/src/main*' -o -name pom.xml \) -newer "$stamp" -print 2>/dev/null | head -n 1)
    [ -z "$newer" ]
}

commit() {
    git -C "$root" rev-parse HEAD 2>/dev/null || echo none
}

# Runs Maven into the log and says which module it is at.
build() {
    rm -f "$log.failed"
    {
        (cd "$root" && ./mvnw -B -ntp -Dstyle.color=never -DskipTests package 2>&1) || touch "$log.failed"
    } | tee "$log" | while IFS= read -r line; do
        case $line in
        "[INFO] Building "*"["*"]") echo "  ${line#\[INFO\] Building }" | sed 's/ [0-9][^ ]*-SNAPSHOT//' >&2 ;;
        esac
    done
    if [ -e "$log.failed" ]; then
        rm -f "$log.failed"
        return 1
    fi
}
