# shellcheck shell=bash
# A lab of its own, and a controller with as many nodes as asked for.

lab_prepare() {
    "$lab" up >&2
    "$lab" node-broker up >&2
    rm -rf "$controller"
    scripts/make-controller "$controller" >&2
    # The sample is written for the default lab; nodes are generated.
    sed -i "s/192\.168\.77\./$ISOBAR_LAB_SUBNET./g" "$controller"/state/*.yaml
    rm -f "$controller"/state/nodes/*.yaml
    local number
    for ((number = 1; number <= nodes - 3; number++)); do add_node "$number"; done
    commit "All nodes but three"
}

lab_remove() {
    "$lab" node-broker down >&2 || true
    "$lab" down >&2
    # Secrets are among what the peers were given.
    rm -rf "$controller" "$work/ansible" "$work/sample" "$work/captured" "$work/scale"
}

add_node() { # NUMBER
    local centre
    centre=$(printf 'xx-bench-%03d' "$1")
    cat >"$controller/state/nodes/$centre.yaml" <<EOT
centreId: $centre
kind: node
subscribe:
  broker: mqtt://$ISOBAR_LAB_SUBNET.50:1883
  username: everyone
  password: {secret: node-password}
EOT
}

commit() { # MESSAGE
    git -C "$controller/state" add -A
    git -C "$controller/state" commit --quiet -m "$1"
}

# How long COUNT containers take by themselves when all start at the same time,
# spread over the three antiloop hosts. Prints the mean seconds to start and to
# stop, and the slowest start.
own_start() { # COUNT
    local host share number=0
    for host in waloop01 waloop02 waloop03; do
        number=$((number + 1))
        share=$((($1 + 3 - number) / 3))
        [ "$share" -gt 0 ] || continue
        copy_start "$host" "$share" >"$work/start.$host" &
    done
    wait
    cat "$work"/start.waloop0* | awk '{start += $1; stop += $2; if ($1 > slowest) slowest = $1}
        END {printf "%.2f %.2f %.2f\n", start / NR, stop / NR, slowest}'
    rm -f "$work"/start.waloop0*
}

copy_start() { # HOST COUNT
    local name
    name=$("$lab" exec "$1" docker ps --format '{{.Names}}' | grep -m 1 '^xx-bench-')
    "$lab" exec "$1" sh -c "$(cat bench/lib/container-start.sh)" container-start "$name" "$2"
}
