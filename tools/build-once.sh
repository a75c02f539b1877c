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
        echo "mixer: the build failed; what it says, the whole of it is in $log:" >&2
        grep '^\[ERROR\] *[^ ]' "$log" | grep -v -e '\[Help' -e 'e-run' -e 'For more' -e 'After corr' -e 'mvn <args>' |
            head -n 20 >&2
        return 2
    fi
    mv "$stamp.begun" "$stamp"
    echo "mixer: built in $(($(date +%s) - started)) s" >&2
}

# Whether there is what runs: the command line and its adapters, for SERVER = yes the server too.
is_built() {
    [ -d "$root/mixer-cli/target/lib" ] && [ -d "$root/target/plugins" ] || return 1
    ls "$root"/mixer-cli/target/mixer-cli-*.jar >/dev/null 2>&1 || return 1
    [ "$1" = no ] || [ -f "$root/mixer-server/target/quarkus-app/quarkus-run.jar" ]
}

# Whether no source was edited, added or removed since. A checkout of another commit writes the files that differ anew.
is_current() {
    [ -f "$stamp" ] || return 1
    newer=$(find "$root" \( -name target -o -name .git -o -name node_modules -o -path '*/src/test' \
        -o -path "$root/samples" -o -path "$root/bench" \) -prune -o \
        \( -path '*/src/main*' -o -name pom.xml \) -newer "$stamp" -print 2>/dev/null | head -n 1)
    [ -z "$newer" ]
}

# Runs Maven into the log and says which module it is at. How sources are formatted is no matter of whoever runs them.
build() {
    rm -f "$log.failed"
    {
        (cd "$root" && ./mvnw -B -ntp -Dstyle.color=never -DskipTests -Dspotless.check.skip package 2>&1) || touch "$log.failed"
    } | tee "$log" | while IFS= read -r line; do
        case $line in
        "[INFO] Building "*"["*"]")
            echo "$line" | sed 's/^.INFO. Building \(.*\) [0-9][^ ]* *\(\[.*\]\)$/  \2 \1/' >&2
            ;;
        esac
    done
    if [ -e "$log.failed" ]; then
        rm -f "$log.failed"
        return 1
    fi
}
