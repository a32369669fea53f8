# Reading what was asked.

line() { IFS= read -r value || finish malformed 'the request ended early'; }

# want KEY: reads the line "KEY VALUE".
want() {
    line
    case $value in
        "$1 "*) value=${value#"$1 "} ;;
        *) finish malformed "the line '$1 …' was expected" ;;
    esac
}

skip() { head -c "$1" >/dev/null; }

is_number() {
    case $1 in
        '' | *[!0-9]* | ??????????*) return 1 ;;
    esac
}

is_digest() {
    case $1 in
        *[!0-9a-f]*) return 1 ;;
    esac
    [ "${#1}" -eq 64 ]
}

is_account() {
    case $1 in
        '' | -* | *[!a-z0-9_-]*) return 1 ;;
    esac
    [ "${#1}" -le 32 ]
}

is_mode() {
    case $1 in
        0[0-7][0-7][0-7]) ;;
        *) return 1 ;;
    esac
}

is_address() {
    case $1 in
        '' | *[!0-9a-fA-F.:]*) return 1 ;;
    esac
}
