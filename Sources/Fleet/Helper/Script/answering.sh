# Answering.

fields() { printf '%s\0' "$@"; }

# result OUTCOME MESSAGE: how the verb at hand ended.
result() { fields '#result' "$item" "$1" "$2"; }

# finish OUTCOME MESSAGE: ends the whole answer.
finish() {
    if [ "$1" != 'done' ]; then
        printf 'isobar-helper: %s\n' "$2" >&2
        # On the stream of an engine only the engine speaks.
        [ "$verb" != engine ] || exit 3
        # Take what is still being sent, so that the sender gets to read this.
        timeout 10 cat >/dev/null
    fi
    fields '#end' "$1" "$2"
    [ "$1" = 'done' ] || exit 3
    exit 0
}

# refuse OUTCOME PROBLEM: sets what the caller reports; always fails.
refuse() {
    outcome=$1
    problem=$2
    return 1
}

# blame MESSAGE: like refuse, telling a full disk from other faults.
blame() {
    case $1 in
        *'No space left'* | *'Disk quota'*) refuse disk-full "$1" ;;
        *) refuse failed "${1:-the host gave no reason}" ;;
    esac
}

drop() {
    [ -z "$temp" ] || rm -f -- "$temp"
    temp=
}

tidy() {
    drop
    [ -z "$scratch" ] || rm -rf -- "$scratch"
    [ -z "$staged" ] || unstage
    scratch=
}
