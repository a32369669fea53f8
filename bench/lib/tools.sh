# shellcheck shell=bash
# The same 20 nodes deployed, looked at and changed by four tools, each on hosts
# fresh from boot. All of them look after the same directories, files, networks
# and containers: what Isobar made of the sample, written down by peers/capture.

phase_tools() {
    # One of the sample's nodes, with two instances.
    local node=fi-fmi captured=$work/captured counts tool name
    export ISOBAR_CONFIG=$work/sample/isobar.yaml
    peers_install
    rm -rf "$work/sample" "$captured"
    tools_bare
    scripts/make-controller "$work/sample" >&2
    tools_row "Isobar, 20 nodes, bare to deployed" isobar-deploy 1 "$programs/isobar" apply --yes
    # In a line of its own, so that its failure ends the phase.
    counts=$(bench/peers/capture "$lab" "$ISOBAR_LAB_PREFIX" "$captured")
    row "- what each tool looks after" "$counts"
    tools_row "- Isobar, nothing to do" isobar-noop 3 "$programs/isobar" apply --yes
    echo 'environment: {CHANGE: "1"}' >>"$work/sample/state/nodes/$node.yaml"
    git -C "$work/sample/state" commit --quiet --all -m "A variable of $node"
    tools_row "- Isobar, one node changed (one waits 20 s for the other)" isobar-change 1 "$programs/isobar" apply --yes

    for tool in pyinfra mitogen plain; do
        case $tool in
            pyinfra) name=pyinfra ;;
            mitogen) name="Ansible with Mitogen" ;;
            plain) name="Ansible" ;;
        esac
        tools_bare
        [ "$tool" = pyinfra ] || peers_python
        tools_row "$name, the same, bare to deployed" "$tool-deploy" 1 bench/peers/run "$tool" "$captured" "$work/venv"
        tools_row "- $name, nothing to do" "$tool-noop" 1 bench/peers/run "$tool" "$captured" "$work/venv"
        bench/peers/change "$captured" "$node" "$tool"
        tools_row "- $name, one node changed (both at once)" "$tool-change" 1 \
            bench/peers/run "$tool" "$captured" "$work/venv"
    done
    rm -rf "$work/sample" "$captured"
}

tools_row() { # WHAT NAME RUNS COMMAND…
    local taken
    taken=$(timed "$3" "tools-$2" "${@:4}")
    # shellcheck disable=SC2086  # fields of time-command
    row "$1" "$(figures $taken)"
}

# Hosts fresh from boot.
tools_bare() {
    progress "booting hosts anew"
    "$lab" down >&2
    "$lab" up >&2
    "$lab" node-broker up >&2
}
