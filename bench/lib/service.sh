# shellcheck shell=bash
# The service as a user has it: told of pushes by webhook, of accidents by the
# engines. Moments are those of its own log, on the clock that times the webhook.

# All of it, with as many nodes as the lab has.
phase_service() {
    export ISOBAR_CONFIG=$work/serve.yaml
    # In the subshell of the phase: whatever ends it, these end with it.
    trap 'kill $(cat "$work/serve.pid" "$work/sshd.pid" 2>/dev/null) 2>/dev/null || true' EXIT
    rm -f "$work/serve.pid" "$work/sshd.pid"
    service_configuration "$controller/state/.git"
    service_start
    service_pushes "local repository" "0.3 s"
    service_accidents
    service_idle
    service_stop
    repository_over_ssh
    service_start
    service_pushes "repository over SSH" "0.7 s"
    service_stop
}

service_port=8431

service_configuration() { # REPOSITORY
    printf '%s' "bench-secret-of-the-webhooks" >"$work/webhook"
    sed -E -e "s#url: \"[^\"]*\"#url: \"$1\"#" -e 's/pollSeconds: [0-9]+/pollSeconds: 30/' \
        -e 's/apply: approval/apply: automatic/' "$controller/isobar.yaml" >"$ISOBAR_CONFIG"
    cat >>"$ISOBAR_CONFIG" <<EOT
server: {listen: "127.0.0.1:$service_port"}
forge: {kind: github, webhookSecretFile: $work/webhook}
EOT
}

# With the allocator as the unit sets it.
service_start() {
    local allocator
    allocator=$(sed -n 's/^Environment=\(MALLOC_.*\)/\1/p' deploy/systemd/isobar.service)
    # shellcheck disable=SC2086  # several variables
    HOME=$work env $allocator "$programs/isobar" serve --verbose </dev/null >"$work/serve.log" 2>&1 &
    echo $! >"$work/serve.pid"
    said 0 "the hosts are as the commit wants them" >/dev/null
}

service_stop() {
    kill "$(<"$work/serve.pid")"
    while [ -d "/proc/$(<"$work/serve.pid")" ]; do sleep 0.1; done
}

log_length() { wc -l <"$work/serve.log"; }

# said LINES MESSAGE: waits until the service says something that begins so after
# that many lines of its log, and prints when, in seconds since 1970.
said() {
    python3 - "$work/serve.log" "$work/serve.pid" "$@" <<'PYTHON'
import datetime, json, os, sys, time
log, pid, lines, message = sys.argv[1:]
deadline = time.monotonic() + 120
while time.monotonic() < deadline and os.path.exists(f"/proc/{open(pid).read().strip()}"):
    for line in open(log).read().split("\n")[int(lines):-1]:
        entry = json.loads(line)
        if entry["message"].startswith(message):
            print(datetime.datetime.fromisoformat(entry["time"].replace("Z", "+00:00")).timestamp())
            sys.exit()
    time.sleep(0.05)
sys.exit(f"the service did not say: {message}; see {log}")
PYTHON
}

# Tells of the head of the branch as GitHub does, and prints when.
webhook() {
    tell push '{"ref":"refs/heads/main","after":"'$(git -C "$controller/state" rev-parse HEAD)'"}'
}

# Tells of the head of a change for the branch, and prints when.
webhook_change() { # NUMBER HEAD
    tell pull_request '{"action":"synchronize","number":'"$1"',"pull_request":{"number":'"$1"',"head":{"sha":"'"$2"'"},"base":{"ref":"main"}}}'
}

tell() { # EVENT BODY
    local signature
    signature=$(printf %s "$2" | openssl dgst -sha256 -hmac "$(<"$work/webhook")" | sed 's/.* //')
    date +%s.%N
    curl -fsS -o /dev/null -H "X-Hub-Signature-256: sha256=$signature" -H "X-GitHub-Event: $1" \
        -H "X-GitHub-Delivery: $RANDOM$RANDOM" -H 'Content-Type: application/json' --data-binary "$2" \
        "http://127.0.0.1:$service_port/webhooks/github"
}

# Three nodes more, each by a push. The run ends when all that route to it say so.
service_pushes() { # REPOSITORY GOAL
    local number lines told begun ended start
    local noticed=() beyond=()
    read -r _ _ start <<<"$(own_start 2)"
    for _ in 1 2 3; do
        number=$(find "$controller/state/nodes" -name '*.yaml' | wc -l)
        add_node "$((number + 1))"
        commit "One more node: $((number + 1))"
        # What the last run brought about is looked at, and no look is at hand that the push would wait for.
        HOME=$work "$programs/isobar" sync >/dev/null
        lines=$(log_length)
        told=$(webhook)
        begun=$(said "$lines" "step begun")
        ended=$(said "$lines" "run ")
        said "$lines" "the hosts are as the commit wants them" >/dev/null
        noticed+=("$(calculate "$begun - $told")")
        beyond+=("$(calculate "$ended - $told - $start")")
    done
    row "webhook to first step, $number nodes, $1" "$(middle "${noticed[@]}") s (3 runs)" "$2"
    row "- to both instances running and routed, beyond start" \
        "$(middle "${beyond[@]}") s (3 runs), start $start s" "3 s"
}

# An instance is stopped, and one removed, by hand on its host.
service_accidents() {
    local verb lines happened ended start name
    read -r _ _ start <<<"$(own_start 1)"
    for verb in "stop -t 2" "rm -f"; do
        local beyond=()
        for name in xx-bench-001 xx-bench-002 xx-bench-003; do
            local host=
            for host in waloop01 waloop02 waloop03; do
                "$lab" exec "$host" docker ps --format '{{.Names}}' | grep -qx "$name" && break
            done
            lines=$(log_length)
            # shellcheck disable=SC2086  # a verb and its options
            "$lab" exec "$host" docker $verb "$name" >/dev/null
            happened=$(date +%s.%N)
            ended=$(said "$lines" "run ")
            said "$lines" "the hosts are as the commit wants them" >/dev/null
            beyond+=("$(calculate "$ended - $happened - $start")")
        done
        row "docker ${verb%% *} of an instance, healed beyond its start" \
            "$(middle "${beyond[@]}") s (3 runs), start $start s" "1 s"
    done
}

# Nothing happens but polls.
service_idle() {
    local pid before after own resident
    pid=$(<"$work/serve.pid")
    sleep 5
    before=$(awk '{print $14 + $15}' "/proc/$pid/stat")
    sleep 60
    after=$(awk '{print $14 + $15}' "/proc/$pid/stat")
    own=$(awk '/^RssAnon/ {printf "%.0f", $2 * 1024 / 1000000}' "/proc/$pid/status")
    resident=$(awk '/^VmRSS/ {printf "%.0f", $2 * 1024 / 1000000}' "/proc/$pid/status")
    row "idle for 60 s, a poll every 30 s: memory" "$resident MB" "60 MB"
    row "- of it its own, not pages of the program's and the libraries' files" "$own MB"
    row "- of one core" "$(calculate "($after - $before) * 100 / ($(getconf CLK_TCK) * 60)") %" "1 %"
}

# The same repository behind an SSH server of its own, on loopback.
repository_over_ssh() {
    local port=8432
    rm -rf "$work/.ssh" "$work/sshd"
    mkdir -p -m 700 "$work/.ssh" "$work/sshd" /run/sshd
    ssh-keygen -q -t ed25519 -N '' -f "$work/sshd/host"
    ssh-keygen -q -t ed25519 -N '' -f "$work/sshd/identity"
    cp "$work/sshd/identity.pub" "$work/sshd/authorized_keys"
    printf '[127.0.0.1]:%s %s\n' "$port" "$(cut -d' ' -f1,2 "$work/sshd/host.pub")" >"$work/.ssh/known_hosts"
    /usr/sbin/sshd -D -f /dev/null -p "$port" -h "$work/sshd/host" -o ListenAddress=127.0.0.1 -o StrictModes=no \
        -o UsePAM=no -o PidFile=none -o AuthorizedKeysFile="$work/sshd/authorized_keys" -o PermitRootLogin=yes \
        >"$work/sshd.log" 2>&1 &
    echo $! >"$work/sshd.pid"
    service_configuration "ssh://$(id -un)@127.0.0.1:$port$controller/state/.git"
    sed -i "s#^repository: {#repository: {identityFile: \"$work/sshd/identity\", #" "$ISOBAR_CONFIG"
}
