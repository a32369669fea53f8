# The sudo rules of the account Isobar logs in with.

PENDING=$STATE/sudo-pending

# wide_rules FILE USER: what a file says besides comments; fails when that is
# anything but rules by which the user may run everything without a password.
wide_rules() {
    rules=$(sed -E '/^[[:blank:]]*(#[^i0-9]|#$|$)/d' "$1") && [ -n "$rules" ] || return 1
    ! printf '%s\n' "$rules" |
        grep -qvxE "$2[[:blank:]]+ALL[[:blank:]]*=[[:blank:]]*(\\((ALL|root)([[:blank:]]*:[[:blank:]]*ALL)?\\))?[[:blank:]]*NOPASSWD:[[:blank:]]*ALL[[:blank:]]*"
}

# wide_files USER: the files with nothing but such rules. sudo passes over names
# with a dot or a tilde at their end (sudoers(5), @includedir).
wide_files() {
    set +f
    for file in /etc/sudoers.d/*; do
        case ${file##*/} in
            *.* | *~ | isobar | *[![:graph:]]*) continue ;;
        esac
        [ -f "$file" ] && [ ! -L "$file" ] && wide_rules "$file" "$1" && printf '%s\n' "$file"
    done
    set -f
}

# count: the lines of the input that hold anything.
count() { grep -c . || :; }

show_sudo() {
    files=$(wide_files "$1")
    # shellcheck disable=SC2086 # names without blanks
    known=$([ -z "$files" ] || sed -E '/^[[:blank:]]*(#|$)/d' $files | count)
    total=$(sudo -n -l -U "$1" 2>/dev/null | grep -E 'NOPASSWD:.*[[:blank:]]ALL([[:blank:],]|$)' | count)
    if [ "$total" -gt "${known:-0}" ]; then fields '#sudo' elsewhere; else fields '#sudo' known; fi
    fields "$files"
}

# The host itself puts the rules back, even if nobody reaches it any more.
PROBATION=60
# shellcheck disable=SC2016 # expands when it runs
RESTORE='
    sleep "$1"
    [ -f "$2" ] || exit 0
    while read -r file; do
        [ -e "$file" ] || { cp -p -- "$3$file" "$file.isobar.tmp" && mv -T -- "$file.isobar.tmp" "$file"; }
    done <"$2"
    rm -f -- "$2"
'

restore_sudo() { sh -c "$RESTORE" restore 0 "$PENDING" "$STATE/set-aside"; }

narrow_sudo() {
    digest_of "$INSTALLED" || return 1
    if ! grep -qxF "$user ALL=(root) NOPASSWD: $INSTALLED \"\"" /etc/sudoers.d/isobar 2>/dev/null; then
        refuse refused "/etc/sudoers.d/isobar does not let $user run the helper"
        return 1
    fi
    # One that was under way when its sender was lost.
    restore_sudo
    files=$(wide_files "$user")
    [ -n "$files" ] || return 0
    value=$({
        mkdir -p -- "$STATE/set-aside/etc/sudoers.d" && printf '%s\n' "$files" >"$PENDING" && sync -- "$PENDING"
    } 2>&1) || { blame "$value"; return 1; }
    setsid sh -c "$RESTORE" restore "$PROBATION" "$PENDING" "$STATE/set-aside" </dev/null >/dev/null 2>&1 9>&- &
    for file in $files; do
        value=$(mv --backup=numbered -T -- "$file" "$STATE/set-aside$file" 2>&1) ||
            { restore_sudo; blame "$value"; return 1; }
    done
}

confirm_sudo() {
    [ -z "$(wide_files "$user")" ] || { refuse moved "the wide rule was put back meanwhile"; return 1; }
    rm -f -- "$PENDING"
}

do_sudo() {
    want action
    action=$value
    want user
    user=$value
    is_account "$user" || finish malformed 'that is no account'
    case $action in
        narrow | confirm | restore) ;;
        *) finish malformed "there is no sudo action '$action'" ;;
    esac
    need_lease
    if "${action}_sudo"; then result 'done' ''; else result "$outcome" "$problem"; fi
}
