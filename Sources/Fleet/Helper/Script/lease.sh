# The lease: one sender at a time changes this host.

read_lease() {
    lease_token=0
    lease_holder=-
    [ ! -f "$STATE/lease" ] || read -r lease_token lease_holder <"$STATE/lease" || :
    is_number "$lease_token" || finish failed "$STATE/lease is damaged: remove it and try again"
}

# need_lease: fencing. Refuses every change whose sender is not the latest
# holder, and keeps a takeover waiting until the change is done.
need_lease() {
    [ "$leased" = no ] || return 0
    [ -n "$token" ] || finish fenced 'a change needs a lease, and the request names none'
    if [ ! -d "$STATE" ]; then
        finish fenced "lease $token is not known on this host"
    fi
    exec 9>>"$STATE/lock"
    flock -s -w 60 9 || finish busy 'another controller is taking the lease'
    read_lease
    if [ "$token" != "$lease_token" ]; then
        finish fenced "lease $token is no longer current: lease $lease_token is held by $lease_holder"
    fi
    leased=yes
}

end_older_engines() {
    [ -d "$RUN/engine" ] || return 0
    set +f
    for record in "$RUN"/engine/*; do
        [ -f "$record" ] || continue
        process=${record##*/}
        born=
        read -r born <"$record" || :
        # A number that was given to another process since has another birth.
        if [ -n "$born" ] && [ "$(birth "$process")" = "$born" ]; then
            kill -TERM "$process" 2>/dev/null
        fi
        rm -f -- "$record"
    done
    set -f
}

# birth PID: when the process was started, in ticks since boot (proc(5), stat,
# field 22). The name in field 2 may hold anything, so count after its end.
birth() {
    [ -r "/proc/$1/stat" ] || return 0
    read -r stat <"/proc/$1/stat" || :
    # shellcheck disable=SC2086 # split into fields
    set -- ${stat##*) }
    [ $# -lt 20 ] || printf '%s\n' "${20}"
}

# write_lease TOKEN HOLDER
write_lease() {
    cd -P -- "$STATE" || return 1
    sweep lease
    # Not the shell's own printf: of a full disk that says "I/O error".
    temp=$(mktemp ./.lease.XXXXXXXX.tmp) &&
        env printf '%s %s\n' "$1" "$2" >"$temp" && sync -- "$temp" && mv -T -- "$temp" ./lease
}

do_lease() {
    want action
    action=$value
    want holder
    holder=$value
    case $holder in
        '' | *[!A-Za-z0-9._:@-]*) finish malformed 'the holder of a lease is one plain word' ;;
    esac
    if [ ! -d "$STATE" ] && ! value=$(mkdir -m 700 -- "$STATE" 2>&1); then
        blame "$value" || result "$outcome" "$problem"
        return
    fi
    exec 9>>"$STATE/lock"
    flock -w 60 9 || finish busy 'the holder of the lease is in the middle of a change'
    read_lease
    case $action in
        take)
            end_older_engines
            before=$lease_holder
            lease_token=$((lease_token + 1))
            lease_holder=$holder
            ;;
        release)
            before=$lease_holder
            if [ "$lease_token" != "$token" ]; then
                result 'done' 'another controller has taken the lease since'
                return
            fi
            lease_holder=-
            # The run is over, and with it the ways back.
            rm -rf -- "$STATE/previous"
            ;;
        *) finish malformed "there is no lease action '$action'" ;;
    esac
    if ! value=$(write_lease "$lease_token" "$lease_holder" 2>&1); then
        blame "$value" || result "$outcome" "$problem"
        return
    fi
    # From here on the request itself holds it; the lock lets others read.
    flock -s 9
    token=$lease_token
    leased=yes
    fields '#lease' "$lease_token" "$before"
    result 'done' ''
}
