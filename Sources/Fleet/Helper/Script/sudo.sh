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

# The host itself puts the rules back, even if nobody reaches it any more: after so
# many seconds, or when it comes up again.
PROBATION=60
WAY_BACK=$STATE/sudo-undo
WAY_BACK_UNIT=/etc/systemd/system/isobar-sudo.service

# A program of its own, so that nothing that comes to the helper's place changes it.
# "undo SECONDS ID" waits before; "undo boot" is for when the host comes up; "undo now"
# is for the helper, which holds the lock.
# shellcheck disable=SC2016 # expands when it runs
RESTORE='#!/bin/sh
# Isobar: puts back the sudo rules that were taken away, as nobody confirmed that they may go.
umask 077
PATH=/usr/sbin:/usr/bin:/sbin:/bin
state=/var/lib/isobar

# restore WHEN [ID]: fails when a rule could not be put back.
restore() {
    [ -f "$state/sudo-pending" ] || return 0
    failed=
    {
        read -r id || return 0
        case $1 in
            now | boot) ;;
            *) [ "$id" = "$2" ] || return 0 ;;
        esac
        while read -r file; do
            [ -e "$file" ] && continue
            if cp -p -T -- "$state/set-aside$file" "$file.isobar.tmp" && sync -- "$file.isobar.tmp" &&
                mv -T -- "$file.isobar.tmp" "$file"; then
                logger -t isobar -- "$file was taken away, and nobody confirmed it: it is back"
            else
                failed=yes
            fi
        done
    } <"$state/sudo-pending"
    [ -z "$failed" ] || return 1
    sync -f -- /etc/sudoers.d
    rm -f -- "$state/sudo-pending"
    systemctl --quiet disable isobar-sudo.service 9>&- 2>/dev/null
    rm -f -- /etc/systemd/system/isobar-sudo.service "$state/sudo-undo"
}

case $1 in
    now)
        restore now
        exit
        ;;
    boot) ;;
    *) sleep "$1" ;;
esac
exec 9>>"$state/lock"
# Who holds it for longer hangs. It is safe without: the list is read anew.
flock -w 120 9 || :
until restore "$@"; do
    # What starts at boot waits for this.
    [ "$1" != boot ] || exit 1
    flock -u 9
    sleep 60
    flock -w 120 9 || :
done
'

restore_sudo() { sh -c "$RESTORE" restore now; }

# drop_way_back: first the list: a clock that rings now finds nothing.
drop_way_back() {
    rm -f -- "$PENDING"
    systemctl --quiet disable isobar-sudo.service 9>&- 2>/dev/null
    rm -f -- "$WAY_BACK_UNIT" "$WAY_BACK"
}

# keep_rules FILE...: copies them and has the host know the way back, all of it on disk.
keep_rules() {
    mkdir -p -- "$STATE/set-aside/etc/sudoers.d" && printf '%s' "$RESTORE" >"$WAY_BACK" || return 1
    for file; do cp -p --backup=numbered -T -- "$file" "$STATE/set-aside$file" || return 1; done
    printf '%s\n' '[Unit]' 'Description=Isobar: puts sudo rules back that were on trial when the host went down' \
        "ConditionPathExists=$PENDING" 'Before=ssh.service' '[Service]' 'Type=oneshot' \
        "ExecStart=/bin/sh $WAY_BACK boot" '[Install]' 'WantedBy=multi-user.target' >"$WAY_BACK_UNIT" &&
        chmod 644 -- "$WAY_BACK_UNIT" && systemctl --quiet enable isobar-sudo.service 9>&- &&
        printf '%s\n' "$id" "$@" >"$PENDING" && sync -f -- "$PENDING" "$WAY_BACK_UNIT"
}

narrow_sudo() {
    digest_of "$INSTALLED" || return 1
    if ! grep -qxF "$user ALL=(root) NOPASSWD: $INSTALLED \"\"" /etc/sudoers.d/isobar 2>/dev/null; then
        refuse refused "/etc/sudoers.d/isobar does not let $user run the helper"
        return 1
    fi
    # One that was under way when its sender was lost.
    restore_sudo || { refuse failed 'rules that were taken away before could not be put back'; return 1; }
    files=$(wide_files "$user")
    [ -n "$files" ] || return 0
    id=$(date +%s).$$
    # shellcheck disable=SC2086 # names without blanks
    value=$(keep_rules $files 2>&1) || { drop_way_back; blame "$value"; return 1; }
    setsid sh "$WAY_BACK" "$PROBATION" "$id" </dev/null >/dev/null 2>&1 9>&- &
    # shellcheck disable=SC2086 # names without blanks
    value=$(rm -f -- $files 2>&1) || { restore_sudo; blame "$value"; return 1; }
}

confirm_sudo() {
    [ -z "$(wide_files "$user")" ] || { refuse moved "the wide rule was put back meanwhile"; return 1; }
    drop_way_back
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
