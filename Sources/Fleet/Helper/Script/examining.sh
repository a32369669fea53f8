# Examining: what `isobar doctor` wants to know before anything is changed. None
# of it changes the host.

now() { date +%s%N; }

# show_disk PATH: room where the path is, or would be: block size, blocks a user
# gets, all blocks, free and all inodes (stat(1)).
show_disk() {
    place=$1
    while [ ! -e "$place" ]; do
        place=${place%/*}
        place=${place:-/}
    done
    fields '#disk' "$1" "$(stat -c %m -- "$place")" "$(stat -f -c '%S %a %b %d %c' -- "$place" 2>/dev/null)"
}

# show_rights: what sudo lets the account do that Isobar logs in with.
show_rights() {
    fields '#rights' "${SUDO_USER:-root}"
    if is_account "${SUDO_USER-}"; then timeout -k 1 5 sudo -n -l -U "$SUDO_USER" 2>&1 | capped; else fields ''; fi
}

# show_program NAME VERSION: only what there is.
show_program() { [ -z "$2" ] || fields '#program' "$1" "$2"; }

show_programs() {
    ! command -v haproxy >/dev/null || show_program haproxy "$(haproxy -v 2>/dev/null | head -n 1)"
    ! command -v curl >/dev/null || show_program traefik \
        "$(curl -sS --noproxy '*' --fail --max-time 2 http://127.0.0.1:8080/api/version 2>/dev/null |
            head -c 1000 | tr -d '\000')"
}

is_package_name() {
    case $1 in
        '' | [!a-z0-9]* | *[!a-z0-9+.-]*) return 1 ;;
    esac
    [ "${#1}" -le 100 ]
}

do_examine() {
    begun=$(now)
    packages=
    while :; do
        line
        case $value in
            'package '*)
                is_package_name "${value#package }" || finish malformed 'that is no name of a package'
                packages="$packages ${value#package }"
                ;;
            look) break ;;
            *) finish malformed 'an examination asks for packages only' ;;
        esac
    done
    show_helper
    release=$(sed -n 's/^PRETTY_NAME="\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' /etc/os-release 2>/dev/null)
    fields '#system' "$release" "$(uname -m)"
    show_rights
    for path in "$home" /var/lib/docker "$STATE" /etc/haproxy /tmp; do show_disk "$path"; done
    fields '#packages'
    # shellcheck disable=SC2086 # split into names, none of which holds a blank
    [ -z "$packages" ] ||
        dpkg-query -W -f '${Package} ${db:Status-Status} ${Version}\n' $packages 2>/dev/null | head -c 100000
    printf '\0'
    fields '#network'
    ip -o addr show 2>/dev/null | capped
    ip -o link show 2>/dev/null | capped
    show_programs
    fields '#clock' "$begun" "$(now)"
    result 'done' ''
}

# The ports of the port table (docs/doctor.md): between hosts of the broker nothing
# is connected to another one. What nodes connect to outside, and SSH, have ports
# of their own and say so.
REACHABLE='22 80 443 1883 2224 4370 5370 5403 6379 8083 8404 8883 9001 9100 9121 10000 16379 18083'

# How long a connection may take, in seconds. A network that drops packets does
# not answer at all.
PATIENCE=3

# read_targets: sets targets to lines "TRANSPORT ADDRESS PORT".
read_targets() {
    targets=
    count=0
    while :; do
        line
        case $value in
            'to '*' '*) transport=tcp ports=$REACHABLE ;;
            'udp '*' '*) transport=udp ports=5405 ;;
            'out '*' '*) transport=tcp ports= ;;
            connect) break ;;
            *) finish malformed 'only an address and a port can be reached' ;;
        esac
        value=${value#* }
        address=${value%% *}
        port=${value#* }
        if ! is_number "$port" || [ "$port" -eq 0 ] || [ "$port" -gt 65535 ]; then finish malformed 'that is no port'; fi
        if [ -z "$ports" ]; then
            is_address "$address" || is_domain "$address" || finish malformed 'that is neither address nor name'
        else
            is_address "$address" || finish malformed 'that is no address'
            case " $ports " in
                *" $port "*) ;;
                *) finish refused "port $port is not in the port table" ;;
            esac
        fi
        count=$((count + 1))
        [ "$count" -le 512 ] || finish refused 'no more than 512 connections are tried at once'
        targets=$targets$transport' '$address' '$port$NL
    done
}

# CONNECT: a program for bash, which connects without any other program: one line
# of an answer for each of its input. What is silent gets none. To a UDP port a
# byte is sent twice: where nobody listens the second one meets the host's answer
# to the first.
# shellcheck disable=SC2016 # bash expands it
CONNECT='
    while read -r transport address port; do
        (
            if [ "$transport" = udp ]; then
                exec 3<>"/dev/udp/$address/$port" || exit
                printf . >&3
                sleep 0.5
                words=$( { printf . >&3; } 2>&1) && exit
            else
                words=$( { exec 3<>"/dev/tcp/$address/$port"; } 2>&1) && words=
            fi
            if [ -z "$words" ]; then
                word=open
            else
                case $words in
                    *"onnection refused"*) word=refused ;;
                    *"imed out"*) word=silent ;;
                    *"not known"* | *"resolution"* | *"No address"*) word=unresolved ;;
                    *) word=unreachable ;;
                esac
            fi
            printf "%s %s %s %s\n" "$transport" "$address" "$port" "$word"
        ) &
    done
    wait'

# reach: opens TCP connections and closes them again, all at the same time.
do_reach() {
    read_targets
    command -v bash >/dev/null || { result failed 'bash is not installed'; return; }
    fields '#reached'
    printf '%s' "$targets" | timeout -k 1 "$PATIENCE" bash -c "$CONNECT" 2>/dev/null | capped
    # Who answered for addresses on a network of this host.
    fields '#neighbours'
    ip -o neigh show 2>/dev/null | capped
    result 'done' ''
}

is_domain() {
    case $1 in
        '' | -* | .* | *[!A-Za-z0-9.-]*) return 1 ;;
    esac
    [ "${#1}" -le 253 ]
}

# find_asker: sets container to one of ours that has a network of its own: what
# runs in the host's network resolves as the host does.
find_asker() {
    container=$(docker ps --filter label=io.isobar.broker --format '{{.Networks}} {{.Names}}' 2>/dev/null |
        sed -n -e '/^host /d' -e 's/^[^ ]* \([A-Za-z0-9][A-Za-z0-9_.-]*\)$/\1/p' | head -n 1)
    [ -n "$container" ]
}

# in_container COMMAND…: runs it in the container, whose image may not have it.
in_container() { timeout -k 1 4 docker exec "$container" "$@" >/dev/null 2>&1 </dev/null; }

# resolve_name NAME: sets word to what came of it.
resolve_name() {
    in_container getent hosts "$1"
    status=$?
    case $status in
        126 | 127)
            in_container nslookup "$1"
            status=$?
            ;;
    esac
    case $status in
        0) word=resolved ;;
        126 | 127) word=unable ;;
        *) word=unresolved ;;
    esac
}

# resolve: whether a container that runs here resolves names.
do_resolve() {
    names=
    count=0
    while :; do
        line
        case $value in
            'name '*)
                is_domain "${value#name }" || finish malformed 'that is no DNS name'
                count=$((count + 1))
                [ "$count" -le 8 ] || finish refused 'no more than 8 names are resolved at once'
                names="$names ${value#name }"
                ;;
            ask) break ;;
            *) finish malformed 'only names can be resolved' ;;
        esac
    done
    if find_asker; then
        fields '#resolver' "$container"
        for name in $names; do
            resolve_name "$name"
            fields '#name' "$name" "$word"
        done
    else
        fields '#resolver' ''
    fi
    result 'done' ''
}
