# shellcheck shell=bash
# Breaking one thing on a host, and mending it. What is broken is read from the host itself, never from a note about it,
# so `status` and `heal` are right even after a reboot or a hand's work. Commands reach the host through the engine,
# not through its network; what filters packets is run here in the host's network, since a bare host has no such tool.

# Directories Isobar writes to; `disk-full` fills those a host has.
LAB_FULL_DIRECTORIES="/home/gb /var/lib/isobar /etc/haproxy"

in_host() { # HOST CMD…
    local host=$1
    shift
    engine exec "$(container_of "$host")" "$@"
}

# Runs a shell's text of this machine in the network of a host.
in_host_network() { # HOST TEXT
    local pid
    pid=$(engine inspect --format '{{.State.Pid}}' "$(container_of "$1")") || return
    nsenter --net --target "$pid" sh -ec "$2"
}

lab_fault() {
    require_lab
    require_host "${1:-}"
    local host=$1 fault=${2:-}
    case $fault in
        cut) fault_cut "$host" ;;
        slow) fault_slow "$host" ;;
        disk-full) fault_disk_full "$host" ;;
        docker-stop)
            host_has_docker "$host" || die "$host is a load balancer and has no Docker engine to stop"
            # The socket too: it would start the engine at the next request.
            in_host "$host" systemctl stop docker.socket docker.service
            ;;
        sshd-stop) in_host "$host" systemctl stop ssh.service ;;
        pause) engine pause "$(container_of "$host")" >/dev/null ;;
        reboot) engine restart --time 20 "$(container_of "$host")" >/dev/null ;;
        host-key) fault_host_key "$host" ;;
        *) usage_error "unknown fault \"$fault\"; the faults are cut, slow, disk-full, docker-stop, sshd-stop, pause, reboot, host-key" ;;
    esac
    say "$host: $fault; \"lab heal $host\" mends it"
}

# The mangle table sees every packet, those of bridged containers too, and no engine writes to it.
fault_cut() {
    in_host_network "$1" '
        iptables -w -t mangle -C PREROUTING -i eth0 -m comment --comment lab-cut -j DROP 2>/dev/null && exit 0
        iptables -w -t mangle -I PREROUTING -i eth0 -m comment --comment lab-cut -j DROP
        iptables -w -t mangle -I POSTROUTING -o eth0 -m comment --comment lab-cut -j DROP'
}

fault_slow() {
    in_host_network "$1" '
        tc qdisc replace dev eth0 root tbf rate 1mbit burst 16kb latency 400ms
        iptables -w -t mangle -C PREROUTING -i eth0 -m comment --comment lab-slow -m statistic \
            --mode random --probability 0.1 -j DROP 2>/dev/null && exit 0
        iptables -w -t mangle -I PREROUTING -i eth0 -m comment --comment lab-slow -m statistic \
            --mode random --probability 0.1 -j DROP'
    tc qdisc replace dev "$(outer_interface "$1")" root tbf rate 1mbit burst 16kb latency 400ms
}

# This machine's end of the host's network cable.
outer_interface() {
    local index
    index=$(in_host "$1" cat /sys/class/net/eth0/iflink)
    ip -o link | awk -F': ' -v link="$index" '$1 == link {sub(/@.*/, "", $2); print $2}'
}

# The files stay readable: each directory is copied to a memory disk which is then shrunk until nothing more fits.
# Containers that run keep the directory they were started with. What is changed meanwhile is gone after `heal`.
fault_disk_full() {
    # shellcheck disable=SC2016  # expanded by the host's shell
    in_host "$1" sh -ec '
        for directory; do
            [ -d "$directory" ] || continue
            ! mountpoint -q "$directory" || continue
            staging=$(mktemp -d /run/lab-full.XXXXXX)
            mount -t tmpfs -o size=2g lab-full "$staging"
            chown --reference="$directory" "$staging"
            chmod --reference="$directory" "$staging"
            cp -a "$directory/." "$staging/"
            used=$(df --output=used -k "$staging" | tail -n 1 | tr -d " ")
            mount -o "remount,size=$((used > 64 ? used : 64))k" "$staging"
            head -c 64k /dev/zero >"$staging/.lab-full" 2>/dev/null || true
            mount --move "$staging" "$directory"
            rmdir "$staging"
            echo "$directory is full" >&2
        done' sh $LAB_FULL_DIRECTORIES
}

fault_host_key() {
    in_host "$1" sh -ec '
        rm -f /etc/ssh/ssh_host_ed25519_key /etc/ssh/ssh_host_ed25519_key.pub
        ssh-keygen -q -t ed25519 -N "" -f /etc/ssh/ssh_host_ed25519_key
        systemctl reload ssh.service'
}

lab_heal() {
    require_lab
    require_host "${1:-}"
    local host=$1
    host_boot "$host"
    wait_until 60 "$host to start its services" host_booted "$host"
    # shellcheck disable=SC2016  # expanded by the inner shell
    in_host_network "$host" '
        for table in PREROUTING POSTROUTING; do
            iptables -w -t mangle -S "$table" | grep -- "--comment lab-" | sed "s/^-A/-D/" |
                while read -r rule; do eval "iptables -w -t mangle $rule"; done
        done
        tc qdisc del dev eth0 root 2>/dev/null || true'
    # shellcheck disable=SC2016  # expanded by the host's shell
    in_host "$host" sh -ec '
        for directory; do
            if grep -q "^lab-full $directory " /proc/mounts; then umount -l "$directory"; fi
        done
        systemctl start ssh.service
        if [ -e /lib/systemd/system/docker.service ]; then systemctl start docker.socket docker.service; fi
        ' sh $LAB_FULL_DIRECTORIES
    tc qdisc del dev "$(outer_interface "$host")" root 2>/dev/null || true
    if [[ $(in_host "$host" cut -d' ' -f1,2 /etc/ssh/ssh_host_ed25519_key.pub) != "$(host_key "$host")" ]]; then
        host_files "$host" | engine cp - "$(container_of "$host"):/"
        in_host "$host" systemctl reload ssh.service
    fi
    host_await "$host" || die "$host does not answer; see \"lab exec $host journalctl -b\""
    say "$host: healed"
}

host_booted() {
    case $(in_host "$1" systemctl is-system-running 2>/dev/null) in
        running | degraded) return 0 ;;
        *) return 1 ;;
    esac
}

# The faults a running host shows, by name.
host_faults() { # HOST
    in_host_network "$1" 'iptables -w -t mangle -S' | grep -o 'lab-cut\|lab-slow' | sort -u | sed s/lab-// || true
    # shellcheck disable=SC2016  # expanded by the host's shell
    in_host "$1" sh -c '
        if grep -q "^lab-full " /proc/mounts; then echo disk-full; fi
        systemctl is-active -q ssh.service || echo sshd-stop
        if [ -e /lib/systemd/system/docker.service ]; then
            systemctl is-active -q docker.service || echo docker-stop
        fi
        [ "$(cut -d" " -f1,2 /etc/ssh/ssh_host_ed25519_key.pub)" = "$1" ] || echo host-key
        ' sh "$(host_key "$1")"
}
