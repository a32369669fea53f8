# shellcheck shell=bash
# A tenth host, for a broker that grows and shrinks again.

lab_spare() {
    require_lab
    case ${1:-} in
        up) spare_up ;;
        down) spare_down ;;
        *) usage_error "spare takes up or down" ;;
    esac
}

spare_name() { printf '%s' "${LAB_SPARE%% *}"; }

spare_up() {
    if [[ ! -e $LAB_STATE/spare ]]; then
        touch "$LAB_STATE/spare"
        LAB_HOSTS+=$'\n'$LAB_SPARE
    fi
    make_keys
    host_up "$(spare_name)" || die "$(spare_name) did not come up; \"lab spare up\" tries again"
    host_load_images "$(spare_name)"
    step "$(spare_name) is up; hosts.yaml with it: lab hosts-yaml"
}

spare_down() {
    [[ -e $LAB_STATE/spare ]] || return 0
    engine rm -f -v "$(container_of "$(spare_name)")" >/dev/null 2>&1 || true
    remove_inner_cgroups "$(spare_name)"
    rm -rf --one-file-system "$LAB_STATE/hosts/$(spare_name)" "$LAB_STATE/spare"
    LAB_HOSTS=${LAB_HOSTS%$'\n'"$LAB_SPARE"}
    write_ssh_config
}
