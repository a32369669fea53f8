# shellcheck shell=bash
# What this machine must have before a lab can run on it.

# command:package, one a line: the package is installed when the command is missing.
LAB_TOOLS="dockerd:docker.io
mmdebstrap:mmdebstrap
age:age
iptables:iptables
ip:iproute2
ssh:openssh-client
flock:util-linux
curl:curl
python3:python3-minimal
pip3:python3-pip
git:git"

prepare_machine() {
    ((EUID == 0)) || die "the lab needs root to run a container engine; run it as root or with sudo"
    grep -q cgroup /proc/mounts || die "the lab needs cgroups to run a container engine, and this machine has none mounted"
    local missing=() tool package
    while IFS=: read -r tool package; do
        [[ -x /usr/sbin/$tool ]] || command -v "$tool" >/dev/null || missing+=("$package")
    done <<<"$LAB_TOOLS"
    ((${#missing[@]} > 0)) || return 0
    command -v apt-get >/dev/null || die "the lab needs ${missing[*]}, and this machine has no apt-get to install them"
    step "installing ${missing[*]}"
    local log
    log=$(mktemp)
    if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
        "${missing[@]}"; } >"$log" 2>&1 9>&-; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        die "apt-get could not install ${missing[*]}; its last lines are above"
    fi
    rm -f "$log"
}
