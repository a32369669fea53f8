# shellcheck shell=bash
# The phases, each of which prints its lines of the table.

# What the peers took for finding nothing to do.
peer_noop() { cat "$work/peer-noop" 2>/dev/null || true; }

# Runs a phase; one that cannot be measured does not keep the others from it.
# In the background, so that errexit holds inside: left of || it would not.
measure() {
    "$@" &
    wait $! || row "- this could not be measured" "$*: see above, and the logs in $work"
}

timed() { # RUNS NAME COMMAND…
    progress "measuring $2 ($1 x)"
    bench/lib/time-command "$1" "$work/$2.log" "${@:3}"
}

phase_planning() {
    "$programs/PlanningBench" desired-state 9 | rows
}

# Bytes that files in memory can take.
memory_free() {
    local room
    room=$(df --output=avail -B1 /dev/shm 2>/dev/null | tail -1 || echo 0)
    awk -v room="$room" '/^MemAvailable:/ { free = $2 * 1024; printf "%.0f\n", free < room ? free : room }' /proc/meminfo
}

phase_past() {
    local place=$work
    # 300 bytes a record with its texts, and as much again for what is not yet in its place. A file that the machine
    # drops from its cache meanwhile is not warm.
    if [ "$(memory_free)" -gt $((records * 600 + 2000000000)) ]; then
        place=$(mktemp -d /dev/shm/isobar-bench.XXXXXX)
        # shellcheck disable=SC2064  # this place, now; a phase is a process of its own
        trap "rm -rf '$place'" EXIT
    fi
    "$programs/AuditBench" "$place" "$records" | rows
}

phase_ssh() {
    "$programs/SSHBench" | rows
}

# Bare hosts to a running broker. No goal: most of it is the containers' start.
phase_converge() {
    local converge
    converge=$(timed 1 converge "$programs/isobar" apply --yes)
    # shellcheck disable=SC2086  # fields of time-command
    row "bare hosts to $((nodes - 3)) nodes, $((2 * nodes - 6)) instances" "$(figures $converge)"
}

# Three times, so that there are as many nodes afterwards as asked for.
phase_one_more_node() {
    local number taken start own
    local beyond=() whole=()
    for number in $((nodes - 2)) $((nodes - 1)) "$nodes"; do
        add_node "$number"
        commit "One more node: $number"
        own=$(own_start 2)
        read -r _ _ start <<<"$own"
        taken=$(timed 1 "one-more-$number" "$programs/isobar" apply --yes)
        whole+=("${taken%% *}")
        beyond+=("$(calculate "${taken%% *} - $start")")
    done
    row "one more node by commit, applied" "$(middle "${whole[@]}") s, of it the containers alone $start s"
    row "- beyond the containers' own start" "$(middle "${beyond[@]}") s (3 runs)" "3 s"
}

middle() { printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"; }

phase_nothing_to_do() {
    local cold
    cold=$(timed 5 plan "$programs/isobar" plan)
    # shellcheck disable=SC2086
    row "cold: a process of 'isobar plan', $nodes nodes, 9 hosts" "$(figures $cold)" "3 s" "$(peer_noop)"
    # shellcheck disable=SC2086
    set -- $cold
    row "- most memory of that process" "$4 MB" "100 MB"
    "$programs/WarmPlanBench" "$ISOBAR_CONFIG" 20 "$(peer_noop)" | rows
}

# The same nothing-to-do by Ansible: the same files, networks and containers,
# looked at in check mode, which changes nothing.
phase_peers() {
    local captured plain mitogen
    peers_install
    peers_python
    rm -rf "$work/ansible"
    captured=$(bench/peers/capture "$lab" "$ISOBAR_LAB_PREFIX" "$work/ansible")
    row "peer: Ansible, nothing to do in check mode" "$captured"
    mitogen=$(timed 2 ansible-mitogen bench/peers/run mitogen "$work/ansible" "$work/venv" --check)
    plain=$(timed 1 ansible-plain bench/peers/run plain "$work/ansible" "$work/venv" --check)
    # shellcheck disable=SC2086
    row "- Ansible with Mitogen ($(changes_of mitogen))" "$(figures $mitogen)"
    # shellcheck disable=SC2086
    row "- Ansible, pipelining and 20 forks ($(changes_of plain))" "$(figures $plain)"
    printf 'Mitogen %s s, Ansible %s s' "${mitogen%% *}" "${plain%% *}" >"$work/peer-noop"
}

# The peers themselves, in an environment of their own.
peers_install() {
    local python=$work/venv
    [ ! -x "$python/bin/pyinfra" ] || return 0
    python3 -m venv "$python"
    "$python/bin/pip" install --quiet -r bench/peers/ansible/requirements.txt -r bench/peers/pyinfra/requirements.txt >&2
}

# What Ansible needs on the hosts.
peers_python() {
    local host
    for host in $("$lab" inventory | python3 -c 'import json, sys; print(*[h["name"] for h in json.load(sys.stdin)["hosts"]])'); do
        "$lab" exec "$host" sh -c 'command -v python3 >/dev/null && python3 -c "import requests" 2>/dev/null || {
            apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends python3 python3-requests
        }' >>"$work/python.log" 2>&1 &
    done
    wait
}

# What the last run says it would change, of all it looked at.
changes_of() { # plain|mitogen
    awk '/ok=/ {
        for (field = 1; field <= NF; field++) { split($field, pair, "="); if (pair[1] == "changed") changed += pair[2] }
        hosts++
    } END {printf "%d changes on %d hosts", changed, hosts}' "$work/ansible-$1.log"
}

# Every node gets another image, each first on one of its hosts. The floor is
# what containers and promises alone take: canaries, then lanes of nodes one
# after the other; in each an instance, one election window, the other.
phase_image_bump() {
    local own start stop lanes canary window rounds floor taken
    read -r canary lanes window < <(sed -nE \
        's/^rollout:.*electionWindowSeconds: ([0-9]+), nodesAtOnce: ([0-9]+),.*canary: ([0-9]+).*/\3 \2 \1/p' \
        "$controller/state/broker.yaml")
    own=$(own_start "$lanes")
    read -r start stop _ <<<"$own"
    rounds=$(((canary + lanes - 1) / lanes + (nodes - canary + lanes - 1) / lanes))
    floor=$(calculate "$rounds * (2 * ($start + $stop) + $window)")
    row "floor of an image bump of $nodes nodes" \
        "$rounds rounds x (2 x ($stop + $start) + $window) = $floor s"
    sed -i -E 's/^(antiloop: .*:).*/\11.0.1/' "$controller/state/versions.yaml"
    commit "Another image for every node"
    taken=$(timed 1 bump "$programs/isobar" apply --yes)
    # shellcheck disable=SC2086
    row "image bump of $nodes nodes, applied" "$(figures $taken), $(calculate "${taken%% *} / $floor") x floor" "1.3 x floor"
    # shellcheck disable=SC2086
    set -- $taken
    row "- most memory of that process" "$4 MB" "100 MB"
}
