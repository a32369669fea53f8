# shellcheck shell=bash
# How soon a change is previewed, and how soon fifty are when their base moves: the
# service as it is, a git repository, hosts in memory that answer at once.

phase_previews() {
    "$programs/SimulatedBench" desired-state 140 9 previews | rows
}

# The same on the lab with all its nodes: the service as a user has it, which looks at
# the hosts for each webhook.
phase_lab_previews() {
    local number head looked base told anew=() looked_for=()
    export ISOBAR_CONFIG=$work/serve.yaml
    # In the subshell of the phase: whatever ends it, the service ends with it.
    trap 'kill $(cat "$work/serve.pid" 2>/dev/null) 2>/dev/null || true' EXIT
    rm -f "$work/serve.pid" "$work/previewed"
    service_configuration "$controller/state/.git"
    # No poll falls into what is measured, so that every look is a webhook's.
    sed -i 's/pollSeconds: 30/pollSeconds: 3600/' "$ISOBAR_CONFIG"
    echo 'previews: {branches: ["change/*"]}' >>"$ISOBAR_CONFIG"
    service_start
    for ((number = 1; number <= 50; number++)); do
        head=$(propose "$number")
        told=$(webhook_change "$number" "$head")
        calculate "$(previewed 1 "$head") - $told" >>"$work/previewed"
        echo >>"$work/previewed"
    done
    row "webhook to the text of the comment, $nodes nodes on the lab" "$(spread "$work/previewed")"
    row "- of 20 nineteen within" "$(nineteen_of_twenty "$work/previewed") s" "2 s"
    for number in 1 2 3; do
        looked=$(looks)
        echo "Nothing for the hosts, $number" >"$controller/state/README.md"
        commit "On $number"
        base=$(git -C "$controller/state" rev-parse HEAD)
        told=$(webhook)
        anew+=("$(calculate "$(previewed 50 "$base") - $told")")
        looked_for+=("$(($(looks) - looked))")
    done
    row "50 open changes anew after a push to the base" "$(middle "${anew[@]}") s (3 runs: ${anew[*]})" "30 s"
    row "- looks at the hosts for it" "${looked_for[*]}" "1"
    service_stop
}

# Another environment for another node each time, on a branch of its own. Prints its head.
propose() { # NUMBER
    local node
    node=$(printf 'nodes/xx-bench-%03d.yaml' "$((($1 - 1) % nodes + 1))")
    git -C "$controller/state" checkout --quiet -B "change/$1" main
    echo 'environment: {TZ: CET}' >>"$controller/state/$node"
    commit "Change $1"
    git -C "$controller/state" rev-parse HEAD
    git -C "$controller/state" checkout --quiet main
}

# Waits until COUNT previews are of a head, or on a base, that begins so and the text of
# each comment was given; prints when that was, in seconds since 1970.
previewed() { # COUNT COMMIT
    python3 - "$controller/isobar.sock" "$@" <<'PYTHON'
import http.client, json, socket, sys, time
path, count, commit = sys.argv[1], int(sys.argv[2]), sys.argv[3]

def get(what):
    connection = http.client.HTTPConnection("isobar")
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(path)
    connection.request("GET", "/api/v1/previews" + what)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return text if answer.status == 200 else None

deadline = time.monotonic() + 120
while time.monotonic() < deadline:
    if count == 1:
        texts = [get(f"/{commit}/comment")]
    else:
        known = json.loads(get("?limit=100") or '{"previews": []}')["previews"]
        heads = [one["head"] for one in known if one["base"] == commit and one["outcome"] == "planned"]
        texts = [get(f"/{head}/comment") for head in heads] if len(heads) == count else []
    if len(texts) == count and all(texts):
        print(time.time())
        sys.exit()
    time.sleep(0.02 if count == 1 else 0.2)
sys.exit(f"not previewed in two minutes: {commit}")
PYTHON
}

# How often the service looked at the hosts.
looks() {
    curl -fsS "http://127.0.0.1:$service_port/metrics" | awk '$1 == "isobar_looks_total" {print $2}'
}

spread() { # FILE
    sort -n "$1" | awk '{all[NR] = $1} END {printf "%s s (%s to %s, %d runs)", all[int(NR / 2) + 1], all[1], all[NR], NR}'
}

nineteen_of_twenty() { # FILE
    sort -n "$1" | awk '{all[NR] = $1} END {print all[int((NR * 95 + 99) / 100)]}'
}
