# Clients spread over the servers of HAProxy again, after brokers were out of service.

# surplus_of BACKEND: a line "SERVER SESSIONS" for each server in service that has
# clearly more sessions than its share of them all: how many more. What is within a
# fifth of the share, or ten sessions, is even.
surplus_of() {
    servers_of - | awk -v backend="$1/" '
        index($1, backend) == 1 && $3 == "UP" { names[++count] = $1; sessions[count] = $2; total += $2 }
        END {
            share = count ? int((total + count - 1) / count) : 0
            margin = share / 5 > 10 ? share / 5 : 10
            for (i = 1; i <= count; i++) if (sessions[i] > share + margin) print names[i], sessions[i] - share
        }'
}

# total_of BACKEND: how many sessions its servers have.
total_of() {
    servers_of - | awk -v backend="$1/" 'index($1, backend) == 1 { total += $2 } END { print total + 0 }'
}

# unstick SERVER: forgets which clients belong to it, who would come back to it else.
# Backends without such a table have nothing to forget.
unstick() {
    id=$(ask_haproxy "show servers state ${1%%/*}" | awk -v name="${1#*/}" '$4 == name { print $3 }')
    is_number "$id" || return 0
    ask_haproxy "clear table ${1%%/*} data.server_id eq $id" >/dev/null
}

# end_some SERVER COUNT: ends this many of its sessions, fifty with one command.
end_some() {
    ask_haproxy 'show sess' | awk -v place=" be=${1%%/*} " -v server=" srv=${1#*/} " -v left="$2" '
        left > 0 && index($0, place) && index($0, server) {
            left--
            sub(/:$/, "", $1)
            line = line (line == "" ? "" : ";") "shutdown session " $1
            if (++count % 50 == 0) { print line; line = "" }
        }
        END { if (line != "") print line }' | while IFS= read -r each; do
        ask_haproxy "$each" >/dev/null
    done
}

# spread_backend BACKEND: nobody new is sent to the fuller servers while some of their
# clients leave: so these come back to the emptier ones.
spread_backend() {
    surplus=$(surplus_of "$1")
    [ -n "$surplus" ] || return 0
    full=$(printf '%s\n' "$surplus" | cut -d' ' -f1)
    hands=$(set_by_hand)
    for server in $full; do
        ! among "$server" "$hands" || return 0
    done
    before=$(total_of "$1")
    # shellcheck disable=SC2086 # one to a line
    note_held "$({ held_servers; printf '%s\n' $full; } | sort -u)" || return 1
    for server in $full; do ask_haproxy "set server $server state drain" >/dev/null; done
    while read -r server count; do
        unstick "$server"
        end_some "$server" "$count"
    done <<END
$surplus
END
    # Clients of MQTT come back within a second or two; who does not is not waited for.
    tries=0
    while [ "$tries" -lt 20 ] && [ "$(total_of "$1")" -lt "$before" ]; do
        tries=$((tries + 1))
        sleep 0.5
    done
    release_haproxy "$(printf '%s' "$full" | tr '\n' ' ')"
}

# spread_haproxy SERVERS: in each of the backends these are in.
spread_haproxy() {
    are_servers "$1" || return 1
    [ -n "$(worker)" ] || return 0
    # shellcheck disable=SC2086 # one to a line
    for backend in $(printf '%s\n' $1 | cut -d/ -f1 | sort -u); do
        spread_backend "$backend" || return 1
    done
}
