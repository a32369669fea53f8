# shellcheck shell=bash
# The lab's own Docker engine, apart from any other engine of this machine: own socket, data, runtime and pid file.
# All labs share it. Its data lie in the cache, so the images outlive a `down`.

LAB_DOCKERD=/usr/sbin/dockerd

# Debian's client where there is one: it matches the engine, a newer one in PATH may insist on a newer API.
if [[ -x /usr/bin/docker ]]; then LAB_DOCKER=/usr/bin/docker; else LAB_DOCKER=docker; fi

engine() { DOCKER_BUILDKIT=0 "$LAB_DOCKER" -H "unix://$LAB_SOCKET" "$@"; }

engine_answers() {
    [[ -S $LAB_SOCKET ]] && curl -sf -m 5 --unix-socket "$LAB_SOCKET" -o /dev/null http://engine/_ping
}

engine_start() {
    engine_answers && return
    engine_clear_leftovers
    ((${#LAB_ROOT} <= 60)) || die "ISOBAR_LAB_DIR is too long for a socket path: $LAB_ROOT"
    claim_cache
    step "starting the lab's Docker engine"
    mkdir -p "$LAB_ROOT/engine" "$LAB_CACHE/engine"
    local dockerd=$LAB_DOCKERD log=$LAB_ROOT/engine/dockerd.log
    [[ -x $dockerd ]] || dockerd=$(command -v dockerd)
    # Descriptor 9 is the lab's lock: the engine must not inherit it.
    setsid "$dockerd" --data-root "$LAB_CACHE/engine" --exec-root "$LAB_ROOT/engine/run" \
        --pidfile "$LAB_ROOT/engine/dockerd.pid" -H "unix://$LAB_SOCKET" --bridge none \
        --storage-driver overlay2 --userland-proxy=false --log-level warn \
        </dev/null >"$log" 2>&1 9>&- &
    local pid=$!
    engine_up_or_dead() { engine_answers || ! kill -0 "$pid"; }
    wait_until 60 "the Docker engine" engine_up_or_dead || true
    engine_answers && return
    local reason
    reason=$(grep -v level=info "$log" | tail -n 1)
    engine_stop
    rmdir --ignore-fail-on-non-empty "$LAB_ROOT"
    die "no container engine can run on this machine: dockerd said: $reason"
}

# What many hosts on one kernel share and reach: below /proc/sys, with what a few labs need.
# - Every systemd holds a dozen inotify instances, and all hosts count as one user: two labs reach the kernel's 128.
# - All network namespaces share one table of neighbours: 200 containers reach its 1024, and then connections between
#   any two hosts time out now and then.
LAB_LIMITS="fs/inotify/max_user_instances 8192
net/ipv4/neigh/default/gc_thresh3 16384
net/ipv4/neigh/default/gc_thresh2 8192
net/ipv4/neigh/default/gc_thresh1 4096"

# The former limits come back when the engine stops.
raise_limits() {
    local limit wanted saved
    while read -r limit wanted; do
        (($(<"/proc/sys/$limit") < wanted)) || continue
        saved=$LAB_ROOT/engine/limits/$limit
        mkdir -p "$(dirname "$saved")"
        cp "/proc/sys/$limit" "$saved"
        printf '%s\n' "$wanted" 2>/dev/null >"/proc/sys/$limit" ||
            say "lab: /proc/sys/$limit cannot be raised; more than one lab may not work"
    done <<<"$LAB_LIMITS"
}

restore_limits() {
    local limit saved
    while read -r limit _; do
        saved=$LAB_ROOT/engine/limits/$limit
        [[ ! -r $saved ]] || cat "$saved" >"/proc/sys/$limit" 2>/dev/null || true
    done <<<"$LAB_LIMITS"
}

# Two engines on one data directory would ruin it.
claim_cache() {
    local owner=$LAB_CACHE/engine.owner other=
    mkdir -p "$LAB_CACHE"
    if [[ -r $owner ]]; then other=$(<"$owner"); fi
    if [[ -n $other && $other != "$LAB_ROOT" && -S $other/engine/docker.sock ]] &&
        curl -sf -m 5 --unix-socket "$other/engine/docker.sock" -o /dev/null http://engine/_ping; then
        die "the image cache $LAB_CACHE serves the labs under $other; set ISOBAR_LAB_CACHE as well as ISOBAR_LAB_DIR"
    fi
    printf '%s\n' "$LAB_ROOT" >"$owner"
}

# After a kill -9 or a power cut: hosts, containerd, shims and mounts may be left, and would disturb a new start.
engine_clear_leftovers() {
    [[ -d $LAB_ROOT/engine ]] || return 0
    local pid deadline=$((SECONDS + 10))
    for pid in $(engine_orphan_hosts) $(engine_leftover_pids); do kill -9 "$pid" 2>/dev/null || true; done
    while [[ -n $(engine_leftover_pids) ]] && ((SECONDS < deadline)); do sleep 0.1; done
    engine_unmount_all
    rm -rf "$LAB_ROOT/engine/run" "$LAB_ROOT/engine/dockerd.pid" "$LAB_SOCKET"
}

# First processes of containers whose engine is gone. The runtime's record gives the id, the control group proves it.
engine_orphan_hosts() {
    local record id pid freezer
    for record in "$LAB_ROOT"/engine/run/runtime-runc/moby/*/state.json; do
        [[ -r $record ]] || continue
        id=$(basename "$(dirname "$record")")
        pid=$(sed -n 's/.*"init_process_pid":\([0-9]*\).*/\1/p' "$record")
        grep -q "$id" "/proc/$pid/cgroup" 2>/dev/null || continue
        # A paused host could not die before it is thawed.
        freezer=/sys/fs/cgroup/freezer/docker/$id/freezer.state
        if [[ -w $freezer ]]; then printf 'THAWED\n' >"$freezer"; fi
        printf '%s\n' "$pid"
    done
}

# Processes of this engine alone: dockerd, containerd and the shims all name its runtime directory.
engine_leftover_pids() {
    local directory cmdline
    for directory in /proc/[0-9]*; do
        [[ -r $directory/cmdline ]] || continue
        cmdline=$(tr '\0' ' ' <"$directory/cmdline" 2>/dev/null || true)
        case $cmdline in
            */dockerd*"$LAB_ROOT/engine/"* | containerd*"$LAB_ROOT/engine/"* | */containerd*"$LAB_ROOT/engine/"*)
                printf '%s\n' "${directory#/proc/}" ;;
        esac
    done
}

engine_unmount_all() {
    local mount
    while read -r mount; do
        umount -l "$mount" 2>/dev/null || true
    done < <(awk -v root="$LAB_ROOT/" -v cache="$LAB_CACHE/engine/" \
        'index($2 "/", root) == 1 || index($2 "/", cache) == 1 {print $2}' /proc/mounts | sort -r)
}

engine_stop() {
    local pid=
    if [[ -r $LAB_ROOT/engine/dockerd.pid ]]; then pid=$(<"$LAB_ROOT/engine/dockerd.pid"); fi
    if [[ -n $pid && $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null || true) == *"$LAB_ROOT/engine/"* ]]; then
        kill "$pid"
        engine_gone() { ! kill -0 "$pid"; }
        wait_until 30 "the Docker engine to stop" engine_gone || true
    fi
    engine_clear_leftovers
    restore_limits
    rm -rf "$LAB_ROOT/engine"
}
