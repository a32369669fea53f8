# shellcheck shell=bash
# What others need to know of a running lab, for programs (JSON) and as the hosts.yaml of a desired state.

LAB_INTERFACE=eth0

lab_inventory() {
    local host separator=
    printf '{\n  "prefix": "%s",\n  "subnet": "%s.0/24",\n' "$LAB_PREFIX" "$LAB_SUBNET"
    printf '  "virtualAddress": "%s.%s",\n' "$LAB_SUBNET" "$LAB_VIRTUAL_NUMBER"
    printf '  "nodeBroker": {"address": "%s.%s", "port": 1883},\n' "$LAB_SUBNET" "$LAB_NODE_BROKER_NUMBER"
    printf '  "packages": %s,\n' "$(packages_json)"
    printf '  "ssh": {"user": "ansadm", "containerUser": "gb", "port": 22, "identityFile": "%s",\n' "$LAB_STATE/id_ed25519"
    printf '          "knownHostsFile": "%s", "configFile": "%s"},\n' "$LAB_STATE/known_hosts" "$LAB_STATE/ssh_config"
    printf '  "paths": {"state": "%s", "cache": "%s", "engineSocket": "%s", "imageArchive": "%s"},\n' \
        "$LAB_STATE" "$LAB_CACHE" "$LAB_SOCKET" "$(workload_archive)"
    printf '  "hosts": [\n'
    while read -r host; do
        printf '%s    {"name": "%s", "role": "%s", "address": "%s", "interface": "%s",\n     "hostKey": "%s"}' \
            "$separator" "$host" "$(host_role "$host")" "$(host_address "$host")" "$LAB_INTERFACE" "$(host_key "$host")"
        separator=$',\n'
    done < <(host_names)
    printf '\n  ]\n}\n'
}

lab_hosts_yaml() {
    local host interface
    printf '# The hosts of the lab "%s", as `lab hosts-yaml` prints them.\n' "$LAB_PREFIX"
    printf 'ssh: {user: ansadm, port: 22, transport: auto}\nhosts:\n'
    while read -r host; do
        interface=
        if [[ $(host_role "$host") == loadbalancer ]]; then interface=", interface: $LAB_INTERFACE"; fi
        printf '  %s: {role: %s, address: %s, hostKey: "%s"%s}\n' \
            "$host" "$(host_role "$host")" "$(host_address "$host")" "$(host_key "$host")" "$interface"
    done < <(host_names)
}
