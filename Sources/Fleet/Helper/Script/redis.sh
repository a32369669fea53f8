# The node of the Redis cluster on this host.

REDIS_PORT=6379

# ask_redis COMMAND...: says these to Redis, one after the other, and prints what it
# answers. It closes the connection itself. No program of Redis is on the host, and to
# start one in its container costs a hundred times as much.
# shellcheck disable=SC2016
ask_redis() {
    timeout -k 1 5 bash -c \
        'exec 3<>"/dev/tcp/127.0.0.1/$0" && printf "%s\r\n" "$@" QUIT >&3 && exec cat <&3' \
        "$REDIS_PORT" "$@" 2>/dev/null
}

show_redis() {
    if ask_redis 'CLUSTER NODES' 'CLUSTER INFO' 'INFO replication' DBSIZE >"$scratch/redis"; then
        fields '#redis' answers
        capped <"$scratch/redis"
    else
        fields '#redis' silent ''
    fi
}

is_node() {
    case $1 in
        *[!0-9a-f]*) return 1 ;;
    esac
    [ "${#1}" -eq 40 ]
}

read_redis_address() {
    want address
    is_address "$value" || finish malformed 'that is no address'
}

# read_node WORDS: sets command to these with the node that is asked for.
read_node() {
    want node
    is_node "$value" || finish malformed 'that is no node'
    command="$1 $value"
}

# read_slots RANGES: sets command to take these slots; a range is FIRST-LAST.
read_slots() {
    command='CLUSTER ADDSLOTSRANGE'
    for range in $1; do
        case $range in
            *-*-*) finish malformed 'that is no range of slots' ;;
            *-*) ;;
            *) finish malformed 'that is no range of slots' ;;
        esac
        if ! is_number "${range%-*}" || ! is_number "${range#*-}" || [ "${range#*-}" -ge 16384 ]; then
            finish malformed 'that is no range of slots'
        fi
        command="$command ${range%-*} ${range#*-}"
    done
}

# tell_redis COMMAND: what Redis refuses, its words tell. To forget whom it does not
# know is done already.
tell_redis() {
    value=$(ask_redis "$1" | head -n 1 | tr -d '\000\r')
    case $value in
        '+'*) ;;
        '-ERR Unknown node '*) [ "${1#CLUSTER FORGET }" != "$1" ] || refuse failed "${value#-}" ;;
        '-'*) refuse failed "${value#-}" ;;
        *) refuse failed "Redis does not answer on port $REDIS_PORT" ;;
    esac
}

do_redis() {
    want action
    case $value in
        meet)
            read_redis_address
            command="CLUSTER MEET $value $REDIS_PORT"
            ;;
        announce)
            read_redis_address
            command="CONFIG SET cluster-announce-ip $value"
            ;;
        forget) read_node 'CLUSTER FORGET' ;;
        replicate) read_node 'CLUSTER REPLICATE' ;;
        failover)
            want mode
            case $value in
                agreed) command='CLUSTER FAILOVER' ;;
                voted) command='CLUSTER FAILOVER FORCE' ;;
                alone) command='CLUSTER FAILOVER TAKEOVER' ;;
                *) finish malformed 'that is no mode of a failover' ;;
            esac
            ;;
        assign)
            want slots
            read_slots "$value"
            ;;
        *) finish malformed "there is no redis action '$value'" ;;
    esac
    need_lease
    if ! managed container /redis; then
        result refused "$STATE/managed.json does not list $host/container/redis"
    elif tell_redis "$command"; then
        result 'done' ''
    else
        result "$outcome" "$problem"
    fi
}
