# shellcheck shell=bash
# The nodes of the real registry on nine hosts, more of them step by step: does
# time, memory or the number of connections grow faster than the nodes do?

phase_scale() {
    export ISOBAR_CONFIG=$work/scale/isobar.yaml
    local centres=() centre count=0 next taken cold memory warm busiest
    # The file's lines end as WMO published them, with a carriage return.
    mapfile -t centres < <(awk -F, '{sub(/\r$/, "")} $NF == "Operational" {print $1}' bench/data/centre-ids-*.csv | sort)
    tools_bare
    rm -rf "$work/scale"
    scripts/make-controller "$work/scale" >&2
    rm -f "$work"/scale/state/nodes/*.yaml
    for next in 35 70 105 "${#centres[@]}"; do
        for centre in "${centres[@]:count:next-count}"; do
            printf 'centreId: %s\nsubscribe: {broker: "mqtt://%s.50:1883", username: everyone, password: everyone}\n' \
                "$centre" "$ISOBAR_LAB_SUBNET" >"$work/scale/state/nodes/$centre.yaml"
        done
        count=$next
        git -C "$work/scale/state" add --all
        git -C "$work/scale/state" commit --quiet --message "$count nodes"
        count_connections >"$work/scale/connections" &
        taken=$(timed 1 "scale-$count" "$programs/isobar" apply --yes)
        kill $! 2>/dev/null || true
        busiest=$(sort -n "$work/scale/connections" | tail -n 1)
        memory=$(cut -d' ' -f4 <<<"$taken")
        cold=$(timed 3 "scale-plan-$count" "$programs/isobar" plan)
        warm=$("$programs/WarmPlanBench" "$ISOBAR_CONFIG" 10 "" | awk -F'\t' '/^warm plan/ {print $2}')
        row "$count nodes of the registry, applied" "${taken%% *} s, $memory MB, $busiest connections"
        # shellcheck disable=SC2086  # fields of time-command
        row "- cold plan" "$(figures $cold), $(cut -d' ' -f4 <<<"$cold") MB"
        row "- warm plan" "$warm"
    done
    rm -rf "$work/scale"
}

# How many SSH connections to the lab there are, again and again.
count_connections() {
    while :; do
        ss -Htn state established dst "$ISOBAR_LAB_SUBNET.0/24" dport = :22 | wc -l
        sleep 0.2
    done
}
