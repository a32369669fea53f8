# shellcheck shell=bash
# One MQTT broker on the lab's network which plays the brokers of the WIS2 Nodes, so that no test reaches a real centre.

lab_node_broker() {
    require_lab
    case ${1:-} in
        up) node_broker_up ;;
        down) engine rm -f -v "$(container_of node-broker)" >/dev/null 2>&1 || true ;;
        *) usage_error "node-broker takes up or down" ;;
    esac
}

node_broker_up() {
    [[ $(node_broker_state) == down ]] || return 0
    engine rm -f -v "$(container_of node-broker)" >/dev/null 2>&1 || true
    engine run --detach --name "$(container_of node-broker)" --hostname node-broker --label "$LAB_LABEL=$LAB_PREFIX" \
        --network "$LAB_PREFIX" --ip "$LAB_SUBNET.$LAB_NODE_BROKER_NUMBER" \
        --entrypoint mosquitto "lab/emqx-standin:$LAB_EMQX" -c /opt/node-broker.conf >/dev/null
    wait_until 10 "the node broker" node_broker_listens
    say "the node broker listens on $(node_broker_state)"
}

node_broker_listens() { (exec 3<>"/dev/tcp/$LAB_SUBNET.$LAB_NODE_BROKER_NUMBER/1883") 2>/dev/null; }

node_broker_state() {
    if [[ $(engine inspect --format '{{.State.Running}}' "$(container_of node-broker)" 2>/dev/null) == true ]]; then
        printf '%s.%s:1883' "$LAB_SUBNET" "$LAB_NODE_BROKER_NUMBER"
    else
        printf 'down'
    fi
}
