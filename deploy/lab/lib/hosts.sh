# shellcheck shell=bash
# The nine hosts: their keys, their containers, and how to reach them.

# Keys are made once per lab: one identity for both users, one host key per host, so that hosts.yaml can pin them.
make_keys() {
    local host directory user
    mkdir -p "$LAB_STATE/hosts"
    chmod 700 "$LAB_STATE"
    [[ -f $LAB_STATE/id_ed25519 ]] || ssh-keygen -q -t ed25519 -N '' -C "lab-$LAB_PREFIX" -f "$LAB_STATE/id_ed25519"
    while read -r host; do
        directory=$LAB_STATE/hosts/$host/files/etc/ssh
        if [[ ! -f $directory/ssh_host_ed25519_key ]]; then
            mkdir -p "$directory"
            ssh-keygen -q -t ed25519 -N '' -C "$host" -f "$directory/ssh_host_ed25519_key"
        fi
        for user in $(lab_users); do
            directory=$LAB_STATE/hosts/$host/files/home/$user/.ssh
            mkdir -p "$directory"
            chmod 700 "$directory"
            install -m 600 "$LAB_STATE/id_ed25519.pub" "$directory/authorized_keys"
        done
    done < <(host_names)
    write_ssh_config
}

# Who can log in when the hosts boot.
lab_users() {
    lab_has_option bare || echo gb
    echo ansadm
}

write_ssh_config() {
    local host
    while read -r host; do
        printf '%s,%s %s\n' "$host" "$(host_address "$host")" "$(host_key "$host")"
    done < <(host_names) >"$LAB_STATE/known_hosts"
    {
        while read -r host; do
            printf 'Host %s\n    HostName %s\n    HostKeyAlias %s\n' "$host" "$(host_address "$host")" "$host"
        done < <(host_names)
        cat <<TEXT
Host *
    User ansadm
    IdentityFile $LAB_STATE/id_ed25519
    IdentitiesOnly yes
    UserKnownHostsFile $LAB_STATE/known_hosts
    GlobalKnownHostsFile none
    StrictHostKeyChecking yes
    BatchMode yes
    ConnectTimeout 5
    LogLevel ERROR
TEXT
    } >"$LAB_STATE/ssh_config"
}

# The public host key as hosts.yaml wants it: type and key, no comment.
host_key() { cut -d' ' -f1,2 "$LAB_STATE/hosts/$1/files/etc/ssh/ssh_host_ed25519_key.pub"; }

make_network() {
    engine network inspect "$LAB_PREFIX" >/dev/null 2>&1 && return
    engine network create --driver bridge --subnet "$LAB_SUBNET.0/24" --gateway "$LAB_SUBNET.1" \
        --label "$LAB_LABEL=$LAB_PREFIX" --opt "com.docker.network.bridge.name=lab-$LAB_PREFIX" "$LAB_PREFIX" >/dev/null ||
        die "the network $LAB_SUBNET.0/24 could not be made; another lab or interface may have it: choose another --subnet"
}

# Brings one host to life: made if it is not there, started if it is stopped, thawed if it is frozen.
host_boot() {
    local host=$1 container state
    container=$(container_of "$host")
    state=$(engine inspect --format '{{.State.Status}}' "$container" 2>/dev/null || true)
    case $state in
        running) ;;
        paused) engine unpause "$container" >/dev/null ;;
        exited) engine start "$container" >/dev/null ;;
        *)
            [[ -z $state ]] || engine rm -f -v "$container" >/dev/null
            host_create "$host" && engine start "$container" >/dev/null
            ;;
    esac
}

host_create() {
    local host=$1 kind=loadbalancer other volumes=()
    local -a names=()
    if host_has_docker "$host"; then
        kind=docker
        host_docker_directory "$host" || return
        volumes=(--volume "$LAB_STATE/hosts/$host/docker:/var/lib/docker")
    fi
    while read -r other; do
        names+=(--add-host "$other:$(host_address "$other")")
    done < <(host_names)
    if lab_has_option bare; then kind=bare; fi
    # As on a machine, /dev/shm has room: corosync keeps 8 MB there for each program that asks it something.
    # Capabilities one by one instead of --privileged: SYS_RESOURCE may be outside of this machine's bounding set.
    engine create --name "$(container_of "$host")" --hostname "$host" --label "$LAB_LABEL=$LAB_PREFIX" \
        --network "$LAB_PREFIX" --ip "$(host_address "$host")" "${names[@]}" \
        --cap-add ALL --cap-drop SYS_RESOURCE --cgroupns host \
        --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined \
        --shm-size 1g --tmpfs /run:exec,mode=755 --tmpfs /run/lock --tmpfs /tmp:exec,mode=1777 \
        --volume /sys/fs/cgroup:/sys/fs/cgroup:rw "${volumes[@]}" "$(host_image "$kind")" >/dev/null || return
    host_files "$host" | engine cp - "$(container_of "$host"):/"
}

# The files that make a host this lab's: its host key and who may log in. One archive, every owner explicit.
host_files() {
    local tree=$LAB_STATE/hosts/$1/files archive
    archive=$(mktemp)
    tar -C "$tree" --owner=0 --group=0 -cf "$archive" etc/ssh/ssh_host_ed25519_key etc/ssh/ssh_host_ed25519_key.pub
    lab_has_option bare || tar -C "$tree" --owner=1000 --group=1000 -rf "$archive" home/gb/.ssh
    tar -C "$tree" --owner=1001 --group=1001 -rf "$archive" home/ansadm/.ssh
    cat "$archive"
    rm -f "$archive"
}

ssh_to() { # USER HOST [CMD…]
    ssh -F "$LAB_STATE/ssh_config" -l "$@"
}

# A host is ready when it answers over SSH and its engine, if it boots with one, answers the user who runs containers.
host_ready() {
    if host_boots_docker "$1"; then
        ssh_to gb "$1" docker info --format '{{.ServerVersion}}' </dev/null >/dev/null 2>&1
    else
        ssh_to ansadm "$1" true </dev/null >/dev/null 2>&1
    fi
}

host_await() { # HOST
    wait_until 90 "$1 to answer over SSH" host_ready "$1" && return
    local faults
    faults=$(host_faults "$1" | paste -sd' ' -)
    if [[ $faults ]]; then say "lab: $1 has a fault: $faults; \"lab heal $1\" mends it"; fi
    return 1
}

host_up() { # HOST
    host_boot "$1" && host_await "$1"
}

lab_ssh() {
    require_lab
    require_host "${1:-}"
    local host=$1
    shift
    if (($# > 0)); then
        ssh_to "${LAB_USER:-ansadm}" "$host" "$@"
    else
        ssh_to "${LAB_USER:-ansadm}" "$host"
    fi
}

lab_exec() {
    require_lab
    require_host "${1:-}"
    local host=$1 terminal=()
    shift
    (($# > 0)) || usage_error "exec needs a command to run on $host"
    if [[ -t 0 && -t 1 ]]; then terminal=(-t); fi
    engine exec -i "${terminal[@]}" "$(container_of "$host")" "$@"
}
