# shellcheck shell=bash
# What happens to the broker while clients count. `event_NAME` is one thing, in
# one phase or several; what it uses stands in scripts/measure-reliability.

event_calm() { happens "nothing, for 30 s" sleep 30; }

# --- while clients publish

event_reload() { happens "balancers reloaded by a commit" change_haproxy; }
event_certificate() { happens "certificate renewed by a commit" renew_certificate isobar.example; }
event_upgrade() { happens "all three brokers replaced by a commit" upgrade_brokers; }

event_host() {
    local active other=wlb01
    active=$(bearer)
    [ "$active" = wlb02 ] || other=wlb02
    happens "balancer with the address frozen" freeze "$active" "$other"
    happens "it is back" heal "$active"
}

event_broker() {
    happens "one broker stopped" stop_broker wbroker02
    happens "it is back" start_broker wbroker02
}

# --- while nodes publish

event_antiloops() { happens "another image for all antiloops, by a commit" change_version antiloop 1.0.0 1.0.1; }
event_redis() { happens "another image for Redis, by a commit" upgrade_redis; }
event_emqx() { happens "all three brokers replaced by a commit" upgrade_brokers; }
event_haproxy() { happens "balancers reloaded by a commit" change_haproxy; }
event_address() { happens "virtual address moved by hand" move_address "$(bearer)"; }

event_cut() {
    happens "waloop01 cut off from the network" cut_off waloop01
    happens "it is back" back_again waloop01
}

event_added() { happens "one more node, by a commit" add_node; }
event_moved() { happens "ca-eccc-msc to other hosts, by a commit" move_node ca-eccc-msc waloop02 waloop03; }

# The new address beside the old one, the commit, and only then the old one away (docs/desired-state.md).
event_renumbered() {
    happens "another address for waloop03, by a commit" renumber waloop03
    happens "its old address taken away" give_up_old_address waloop03
}

# --- how

bearer() { # the balancer with the address
    "$lab" exec wlb01 crm_resource --resource ip_gb --locate 2>/dev/null | sed -n 's/.*running on: *\(wlb[0-9]*\).*/\1/p'
}

change_haproxy() {
    local network
    # Another one each time, on a lab that was measured before.
    network=10.99.$(($(git -C "$state" rev-list --count HEAD) % 256)).0/24
    sed -i -E "s|(dashboardAllowedFrom: \[)|\1\"$network\", |" "$state/broker.yaml"
    commit "Another network may see the dashboard"
    apply
}

renew_certificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90 -subj "/CN=globalbroker.$1" \
        -addext "subjectAltName=DNS:globalbroker.$1,IP:$address" \
        -keyout "$work/key.pem" -out "$work/certificate.pem" 2>/dev/null
    (cd "$state" && cat "$work/certificate.pem" "$work/key.pem" | isobar secret set certificate >&2)
    commit "A renewed certificate"
    apply
}

freeze() { # HOST OTHER
    "$lab" fault "$1" pause
    until "$lab" exec "$2" ip -4 address show | grep -qF "$address/"; do sleep 0.5; done
}

both_online() {
    [[ $("$lab" exec wlb01 crm_mon --output-as=xml -1 2>/dev/null | grep -c '<node .*online="true"') == 2 ]]
}

heal() {
    "$lab" heal "$1"
    until both_online; do sleep 1; done
}

move_address() { "$lab" exec "$1" pcs resource move ip_gb >&2; }

stop_broker() { "$lab" exec "$1" docker stop emqx >/dev/null; }

start_broker() {
    "$lab" exec "$1" docker start emqx >/dev/null
    until "$lab" exec "$1" docker exec emqx emqx_ctl status >/dev/null 2>&1; do sleep 1; done
}

# The same image under another tag: each broker is replaced by the plan, one after the other.
upgrade_brokers() {
    local image host
    image=$(sed -n 's/^emqx: *//p' "$state/versions.yaml")
    for host in wbroker01 wbroker02 wbroker03; do "$lab" exec "$host" docker tag "$image" "$image-again"; done
    sed -i "s|^emqx: .*|emqx: $image-again|" "$state/versions.yaml"
    commit "Another image for the brokers"
    apply
}

change_version() { # KEY OLD NEW
    sed -i "s|^\($1: .*\):$2\$|\1:$3|" "$state/versions.yaml"
    commit "Another image: $1"
    apply
}

upgrade_redis() {
    local image host
    image=$(sed -n 's/^redis: *//p' "$state/versions.yaml")
    for host in wbroker0{1,2,3} waloop0{1,2,3}; do "$lab" exec "$host" docker tag "$image" "$image-again"; done
    change_version redis "${image##*:}" "${image##*:}-again"
}

cut_off() { # HOST
    "$lab" fault "$1" cut
    # The siblings take over within the time an election takes, and their routes move.
    sleep 30
}

back_again() { # HOST
    "$lab" heal "$1"
    apply
}

add_node() {
    sed 's/^centreId: .*/centreId: xx-added/' "$state/nodes/ae-ncm.yaml" >"$state/nodes/xx-added.yaml"
    commit "One more node"
    apply
}

move_node() { # CENTRE HOST HOST
    sed -i "s/^placement: .*/placement: {hosts: [$2, $3]}/" "$state/nodes/$1.yaml"
    commit "$1 on $2 and $3"
    apply
}

lab_address() { # HOST
    inventory "[\"hosts\"]" | python3 -c '
import ast, sys
print(next(host["address"] for host in ast.literal_eval(sys.stdin.read()) if host["name"] == sys.argv[1]))' "$1"
}

renumber() { # HOST
    local old new
    old=$(lab_address "$1")
    new=${old%.*}.$((${old##*.} + 40))
    "$lab" exec "$1" ip address add "$new/24" dev eth0
    sed -i "s/address: ${old//./\\.},/address: $new,/" "$state/hosts.yaml"
    commit "Another address for $1"
    apply
}

give_up_old_address() { # HOST
    # Without this Linux takes all addresses of the network away with its first.
    "$lab" exec "$1" sysctl -q -w net.ipv4.conf.eth0.promote_secondaries=1
    "$lab" exec "$1" ip address delete "$(lab_address "$1")/24" dev eth0
    # Redis' nodes find out within their time-out of 15 s.
    sleep 30
}
