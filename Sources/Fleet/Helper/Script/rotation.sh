# Brokers out of service behind HAProxy, and back in again.
#
# What is set on a running HAProxy is forgotten when it is started anew, and does
# not tell who set it. So the servers that were taken out here are on record
# before they are, until they are back: HELD has one to a line.

HELD=$STATE/maintenance
MASTER=/run/haproxy-master.sock

held_servers() { [ ! -f "$HELD" ] || cat -- "$HELD"; }

# note_held SERVERS: replaces the record.
note_held() {
    cd -P -- "$STATE" || { refuse failed "there is no directory $STATE"; return 1; }
    if [ -z "$1" ]; then
        rm -f -- ./maintenance
        cd /
        return
    fi
    sweep maintenance
    # Not the shell's own printf: of a full disk that says "I/O error".
    value=$(
        {
            # shellcheck disable=SC2086 # one to a line
            new=$(mktemp ./.maintenance.XXXXXXXX.tmp) && env printf '%s\n' $1 >"$new" && sync -- "$new" &&
                mv -T -- "$new" ./maintenance
        } 2>&1
    ) || { sweep maintenance; cd /; blame "$value"; return 1; }
    cd /
}

# are_servers SERVERS: whether these are names of servers, with blanks between.
are_servers() {
    case $1 in
        '' | *[!A-Za-z0-9_.:/\ -]*) refuse refused 'those are no names of servers'; return 1 ;;
    esac
}

# among SERVER SERVERS
among() {
    case " $(printf '%s' "$2" | tr '\n' ' ') " in
        *" $1 "*) ;;
        *) return 1 ;;
    esac
}

# held_among SERVERS: those of them that are on record.
held_among() {
    for server in $(held_servers); do
        ! among "$server" "$1" || printf '%s ' "$server"
    done
}

strike_held() {
    left=
    for server in $(held_servers); do
        among "$server" "$1" || left="$left $server"
    done
    note_held "$left"
}

# old_workers: processes of before a reload, which live for as long as they have
# sessions. Nobody but the master can reach them, and what they serve is in no
# statistics of the new one (HAProxy 2.6 management guide, 9.4).
old_workers() {
    [ ! -S "$MASTER" ] || printf 'show proc\n' | socat -t 5 -T 5 - "UNIX-CONNECT:$MASTER" 2>/dev/null |
        awk '/^#/ { old = /^# old workers/ } old && $2 == "worker" { print $1 }'
}

# ask_worker PID|- COMMAND: asks an old worker; - is the process that answers.
ask_worker() {
    if [ "$1" = - ]; then
        ask_haproxy "$2"
    else
        printf '@!%s %s\n' "$1" "$2" | socat -t 5 -T 5 - "UNIX-CONNECT:$MASTER"
    fi 2>/dev/null
}

# servers_of PID|-: a line "backend/server SESSIONS STATUS" for every server.
servers_of() {
    ask_worker "$1" 'show stat -1 4 -1' | awk -F, '
        /^#/ { sub(/^# /, ""); for (i = 1; i <= NF; i++) column[$i] = i; next }
        NF > 1 { print $column["pxname"] "/" $column["svname"], $column["scur"], $column["status"] }'
}

# leave_enough SERVERS: whether each backend has another server that takes
# connections, if these take any.
leave_enough() {
    servers_of - | awk -v names=" $1 " '
        { split($1, part, "/"); up = $3 == "UP" || $3 == "no" && $4 == "check" }
        up && index(names, " " $1 " ") { needed[part[1]] = 1 }
        up && !index(names, " " $1 " ") { there[part[1]] = 1 }
        END { for (backend in needed) if (!(backend in there)) exit 1 }'
}

# maint_haproxy SERVERS: sends nobody to these servers any more. One that
# somebody else took out is left to whoever did.
maint_haproxy() {
    are_servers "$1" || return 1
    # Where HAProxy does not answer, nobody is sent anywhere.
    [ -n "$(worker)" ] || return 0
    tries=0
    until leave_enough "$1"; do
        tries=$((tries + 1))
        if [ "$tries" -ge 25 ]; then
            refuse refused "without $1 a backend of HAProxy has no server that works"
            return 1
        fi
        sleep 0.4
    done
    there=$(servers_of - | cut -d' ' -f1)
    hands=$(set_by_hand)
    ours=
    for server in $1; do
        if among "$server" "$there" && ! among "$server" "$hands"; then ours="$ours $server"; fi
    done
    [ -n "$ours" ] || return 0
    # shellcheck disable=SC2086 # one to a line
    note_held "$({ held_servers; printf '%s\n' $ours; } | sort -u)" || return 1
    for server in $ours; do ask_haproxy "set server $server state maint" >/dev/null; done
    hands=$(set_by_hand)
    for server in $ours; do
        among "$server" "$hands" || { refuse failed "$server did not go out of service"; return 1; }
    done
}

# end_sessions PID|- SERVERS: an old worker's servers are disabled and take no
# command any more; its sessions do, one by one.
end_sessions() {
    if [ "$1" = - ]; then
        for server in $2; do ask_haproxy "shutdown sessions server $server" >/dev/null; done
        return
    fi
    {
        printf 'prompt\n@!%s\n' "$1"
        ask_worker "$1" 'show sess' | awk -v names=" $(printf '%s' "$2" | tr '\n' ' ') " '
            { backend = server = "" }
            { for (i = 2; i <= NF; i++) if ($i ~ /^be=/) backend = substr($i, 4); else if ($i ~ /^srv=/) server = substr($i, 5) }
            index(names, " " backend "/" server " ") { sub(/:$/, "", $1); print "shutdown session " $1 }'
        printf 'quit\n'
    } | socat -t 5 -T 5 - "UNIX-CONNECT:$MASTER" >/dev/null 2>&1
}

# move_haproxy SERVERS: ends the sessions on these servers, in old workers too,
# and waits until none is left.
move_haproxy() {
    are_servers "$1" || return 1
    [ -n "$(worker)" ] || return 0
    tries=0
    while :; do
        left=0
        for process in - $(old_workers); do
            busy=$(servers_of "$process" | awk -v names=" $1 " '$2 > 0 && index(names, " " $1 " ") { print $1 }')
            [ -n "$busy" ] || continue
            left=1
            end_sessions "$process" "$busy"
        done
        [ "$left" -gt 0 ] || return 0
        tries=$((tries + 1))
        [ "$tries" -lt 60 ] || { refuse failed "sessions stay on $1"; return 1; }
        sleep 0.25
    done
}

# release_haproxy SERVERS: takes those of them back into service that are on
# record here.
release_haproxy() {
    are_servers "$1" || return 1
    ours=$(held_among "$1")
    [ -z "$ours" ] || ready_haproxy "$ours"
}

# join_haproxy SERVERS: the same, and waits until HAProxy has found each of them
# working.
join_haproxy() {
    are_servers "$1" || return 1
    ours=$(held_among "$1")
    release_haproxy "$1" || return 1
    [ -n "$ours" ] && [ -n "$(worker)" ] || return 0
    tries=0
    while :; do
        waiting=$(servers_of - | awk -v names=" $ours" 'index(names, " " $1 " ") && $3 " " $4 != "UP " && $3 != "no" { print $1 " is " $3 }')
        [ -n "$waiting" ] || return 0
        tries=$((tries + 1))
        if [ "$tries" -ge 100 ]; then
            refuse failed "HAProxy does not find it working: $(printf '%s' "$waiting" | tr '\n' ' ')"
            return 1
        fi
        sleep 0.3
    done
}
