# shellcheck shell=bash
# The lab at a glance.

lab_status() {
    if [[ ! -r $LAB_STATE/subnet ]]; then
        say "the lab \"$LAB_PREFIX\" is not up; \"lab --prefix $LAB_PREFIX up\" boots it"
        return 1
    fi
    engine_answers || die "the lab's Docker engine does not run; \"lab --prefix $LAB_PREFIX up\" starts it again"
    printf 'lab %s on %s.0/24, %svirtual address %s.%s, node broker %s\n\n' "$LAB_PREFIX" "$LAB_SUBNET" \
        "$(lab_option_words)" "$LAB_SUBNET" "$LAB_VIRTUAL_NUMBER" "$(node_broker_state)"
    local host rows
    rows=$(mktemp -d)
    while read -r host; do
        status_row "$host" >"$rows/$host" &
    done < <(host_names)
    wait
    printf '%-10s %-13s %-15s %-8s %-4s %-10s %s\n' HOST ROLE ADDRESS STATE SSH CONTAINERS FAULTS
    while read -r host; do cat "$rows/$host"; done < <(host_names)
    rm -rf "$rows"
}

lab_option_words() {
    if lab_has_option bare; then printf 'bare hosts, '; fi
    if lab_has_option no-images; then printf 'no images, '; fi
}

status_row() {
    local host=$1 state ssh=no containers=- faults=-
    state=$(engine inspect --format '{{.State.Status}}' "$(container_of "$host")" 2>/dev/null || true)
    case $state in
        running)
            faults=$(host_faults "$host" | paste -sd, -)
            if ssh_to ansadm "$host" true </dev/null >/dev/null 2>&1; then ssh=yes; fi
            if host_has_docker "$host"; then
                containers=$(in_host "$host" sh -c '! command -v docker >/dev/null || docker ps -q' 2>/dev/null | wc -l || true)
            fi
            ;;
        paused) faults=pause ;;
    esac
    printf '%-10s %-13s %-15s %-8s %-4s %-10s %s\n' "$host" "$(host_role "$host")" "$(host_address "$host")" \
        "${state:-gone}" "$ssh" "$containers" "${faults:--}"
}
