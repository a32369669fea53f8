# shellcheck shell=bash
# What every part of the lab shares: where things are, which hosts there are, how to speak to the user.

LAB_PREFIX=${ISOBAR_LAB_PREFIX:-isobar}
LAB_SUBNET=${ISOBAR_LAB_SUBNET:-}
LAB_ROOT=${ISOBAR_LAB_DIR:-/var/lib/isobar-lab}
LAB_CACHE=${ISOBAR_LAB_CACHE:-/var/cache/isobar-lab}
LAB_MIRROR=${ISOBAR_LAB_MIRROR:-http://deb.debian.org/debian}
LAB_LOCK=/run/lock/isobar-lab.lock
LAB_DEFAULT_SUBNET=192.168.77

# name role last-number-of-the-address
LAB_HOSTS="wbroker01 broker 11
wbroker02 broker 12
wbroker03 broker 13
waloop01 antiloop 21
waloop02 antiloop 22
waloop03 antiloop 23
wlb01 loadbalancer 31
wlb02 loadbalancer 32
wmanage manage 41"
# The host that `spare up` adds: for a broker that grows.
LAB_SPARE="waloop04 antiloop 24"
LAB_NODE_BROKER_NUMBER=50
LAB_PACKAGES_NUMBER=60
LAB_VIRTUAL_NUMBER=100
# The label that marks everything of a lab in the engine; its value is the lab's prefix.
LAB_LABEL=io.isobar.lab

say() { printf '%s\n' "$*" >&2; }

# Progress with the seconds since the command began, so that a slow part shows itself.
step() { printf '[%3ds] %s\n' "$SECONDS" "$*" >&2; }

die() {
    printf 'lab: %s\n' "$*" >&2
    exit 1
}

# Settles which lab is meant: a running lab remembers its subnet, so it is given only once, to `up`.
settle_identity() {
    [[ $LAB_PREFIX =~ ^[a-z][a-z0-9-]{0,9}$ ]] ||
        die "the prefix \"$LAB_PREFIX\" must be 1 to 10 lower-case letters, digits or hyphens, beginning with a letter"
    LAB_STATE=$LAB_ROOT/labs/$LAB_PREFIX
    local remembered=
    if [[ -r $LAB_STATE/subnet ]]; then remembered=$(<"$LAB_STATE/subnet"); fi
    if [[ -e $LAB_STATE/spare ]]; then LAB_HOSTS+=$'\n'$LAB_SPARE; fi
    LAB_SUBNET=${LAB_SUBNET%.0/24}
    if [[ -z $LAB_SUBNET ]]; then
        LAB_SUBNET=${remembered:-$LAB_DEFAULT_SUBNET}
    elif [[ -n $remembered && $remembered != "$LAB_SUBNET" ]]; then
        die "the lab \"$LAB_PREFIX\" runs on $remembered.0/24; take it down first, or choose another --prefix"
    fi
    local octet='(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])'
    [[ $LAB_SUBNET =~ ^$octet\.$octet\.$octet$ ]] ||
        die "the subnet \"$LAB_SUBNET\" must be the first three numbers of a /24, as in 192.168.77"
    LAB_SOCKET=$LAB_ROOT/engine/docker.sock
}

host_names() { awk '{print $1}' <<<"$LAB_HOSTS"; }

host_role() { awk -v host="$1" '$1 == host {print $2}' <<<"$LAB_HOSTS"; }

host_address() { awk -v host="$1" -v net="$LAB_SUBNET" '$1 == host {print net "." $3}' <<<"$LAB_HOSTS"; }

# Hosts which run containers: all but the load balancers.
host_has_docker() { [[ $(host_role "$1") != loadbalancer ]]; }

# Hosts whose engine is there when they boot: on bare ones somebody installs it later.
host_boots_docker() { host_has_docker "$1" && ! lab_has_option bare; }

# What `up` was told: "bare", "no-images", both or nothing. A lab remembers it, as it remembers its subnet.
lab_options() { cat "$LAB_STATE/options" 2>/dev/null || true; }

lab_has_option() { [[ " $(lab_options) " == *" $1 "* ]]; }

container_of() { printf '%s-%s' "$LAB_PREFIX" "$1"; }

require_host() {
    [[ -n ${1:-} && -n $(host_role "$1") ]] ||
        die "no host \"${1:-}\"; the hosts are: $(host_names | tr '\n' ' ')"
}

require_lab() {
    [[ -r $LAB_STATE/subnet ]] || die "the lab \"$LAB_PREFIX\" is not up; \"lab --prefix $LAB_PREFIX up\" boots it"
}

# One at a time: `up` and `down` of all labs share the engine and the image cache.
take_lock() {
    mkdir -p "$(dirname "$LAB_LOCK")"
    exec 9>"$LAB_LOCK"
    flock -n 9 || { say "waiting for another lab command to finish"; flock 9; }
}

# Waits until a command succeeds: wait_until SECONDS "what is awaited" CMD…
wait_until() {
    local limit=$1 what=$2 deadline
    shift 2
    deadline=$((SECONDS + limit))
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < deadline)) || { say "lab: gave up after ${limit}s waiting for $what"; return 1; }
        sleep 0.1
    done
}

# Runs FUNCTION once for each host, all at the same time; fails if one of them failed.
on_every_host() {
    local function=$1 host failed=0
    local -A jobs=()
    while read -r host; do
        "$function" "$host" &
        jobs[$host]=$!
    done < <(host_names)
    for host in "${!jobs[@]}"; do
        wait "${jobs[$host]}" || { say "lab: $host: $function failed"; failed=1; }
    done
    return "$failed"
}
