# shellcheck shell=bash
# Booting a lab and taking it down.

lab_up() {
    local options
    options=$(up_options "$@") || exit
    prepare_machine
    if lab_is_whole; then
        say "the lab \"$LAB_PREFIX\" is up on $LAB_SUBNET.0/24; nothing to do"
        return
    fi
    take_lock
    engine_start
    raise_limits
    mkdir -p "$LAB_STATE"
    printf '%s\n' "$options" >"$LAB_STATE/options"
    build_host_images
    ! lab_has_option bare || build_bare_image
    build_workload_images
    make_keys
    printf '%s\n' "$LAB_SUBNET" >"$LAB_STATE/subnet"
    make_network
    step "booting nine hosts on $LAB_SUBNET.0/24"
    on_every_host host_up || die "not every host came up; \"lab status\" tells which, \"lab up\" tries again"
    on_every_host host_load_images || die "not every host took the images"
    workload_digest >"$LAB_STATE/ready"
    step "the lab \"$LAB_PREFIX\" is up; try: lab status, lab ssh waloop01"
}

# What `up` is told, or was told when the lab was made: it cannot become another.
up_options() {
    local argument bare='' images='' given remembered
    for argument; do
        case $argument in
            --bare) bare=bare ;;
            --no-images) images=no-images ;;
            *) usage_error "up takes --bare and --no-images only: $argument" ;;
        esac
    done
    given=${bare}${bare:+${images:+ }}${images}
    if [[ ! -r $LAB_STATE/subnet ]]; then
        printf '%s' "$given"
        return
    fi
    remembered=$(lab_options)
    [[ -z $given || $given == "$remembered" ]] ||
        die "the lab \"$LAB_PREFIX\" was booted with other options (${remembered:-none}); take it down first, or choose another --prefix"
    printf '%s' "$remembered"
}

# Whether nothing is to be done: the images are the present ones, every host runs, its SSH server greets and its engine answers. Nine logins would cost
# nearly a second of this machine; a greeting and a ping through the host's own socket cost almost nothing.
lab_is_whole() {
    [[ $(cat "$LAB_STATE/ready" 2>/dev/null) == "$(workload_digest)" ]] && engine_answers || return
    local name pid state whole=0
    local -a containers=() jobs=()
    mapfile -t containers < <(host_names | sed "s/^/$LAB_PREFIX-/")
    while read -r name pid state; do
        [[ $state == running ]] || return
        host_greets "${name#"/$LAB_PREFIX-"}" "$pid" 2>/dev/null &
        jobs+=("$!")
    done < <(engine inspect --format '{{.Name}} {{.State.Pid}} {{.State.Status}}' "${containers[@]}" 2>/dev/null)
    for pid in "${jobs[@]}"; do
        if wait "$pid"; then whole=$((whole + 1)); fi
    done
    ((whole == ${#containers[@]}))
}

host_greets() { # HOST PID
    # shellcheck disable=SC2016  # expanded by the inner shell
    timeout 2 bash -c 'read -r greeting <"/dev/tcp/$0/22" && [[ $greeting == SSH-2.0-* ]]' "$(host_address "$1")" || return
    ! host_boots_docker "$1" || curl -sf -m 2 --unix-socket "/proc/$2/root/run/docker.sock" -o /dev/null http://engine/_ping
}

lab_down() {
    local all=
    case ${1:-} in
        '') ;;
        --all) all=yes ;;
        *) usage_error "down takes no argument but --all: $1" ;;
    esac
    ((EUID == 0)) || die "taking a lab down needs root"
    take_lock
    if [[ -d $LAB_STATE ]] || engine_answers; then
        remove_lab
    else
        say "the lab \"$LAB_PREFIX\" is not up"
    fi
    if [[ -z $(ls -A "$LAB_ROOT/labs" 2>/dev/null) ]]; then
        step "stopping the lab's Docker engine"
        engine_stop
        rm -rf "$LAB_ROOT"
        if [[ $all ]]; then
            step "removing the images"
            rm -rf --one-file-system "$LAB_CACHE"
        fi
    elif [[ $all ]]; then
        say "the image cache stays: these labs still use it: $(ls "$LAB_ROOT/labs" | tr '\n' ' ')"
    fi
}

remove_lab() {
    engine_answers || engine_start
    local containers host id
    mapfile -t containers < <(engine ps -aq --filter "label=$LAB_LABEL=$LAB_PREFIX")
    if ((${#containers[@]} > 0)); then
        step "removing ${#containers[@]} containers"
        engine rm -f -v "${containers[@]}" >/dev/null
    fi
    if engine network inspect "$LAB_PREFIX" >/dev/null 2>&1; then engine network rm "$LAB_PREFIX" >/dev/null; fi
    remove_inner_cgroups
    rm -rf --one-file-system "$LAB_STATE"
}

# The hosts' engines make their containers' control groups beside those of the hosts, where no one else removes them.
remove_inner_cgroups() { # [HOST]
    local directory id group
    for directory in "$LAB_STATE"/hosts/${1:-*}/docker/containers/*/; do
        id=$(basename "$directory")
        for group in /sys/fs/cgroup/*/docker/"$id" /sys/fs/cgroup/docker/"$id"; do
            [[ -d $group ]] || continue
            find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || true
        done
    done
}
