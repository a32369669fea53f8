# shellcheck shell=bash
# The table of figures, printed line by line as they come.

describe_machine() {
    printf 'machine: %s cores (%s), %s GB memory, Linux %s; %s; commit %s; load before: %s\n\n' \
        "$(nproc)" "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" \
        "$(awk '/^MemTotal/ {printf "%.0f", $2 / 1024 / 1024}' /proc/meminfo)" "$(uname -r)" "$(date -u +%F)" \
        "$(git describe --always --dirty)" "$(cut -d' ' -f1-3 /proc/loadavg)"
}

# Reads rows of WHAT, MEASURED, GOAL and PEER, parted by tabs.
rows() {
    local what measured goal peer
    while IFS=$'\x1f' read -r what measured goal peer; do
        printf '| %-54s | %-40s | %-12s | %s |\n' "$what" "$measured" "$goal" "$peer"
    done < <(tr '\t' '\037')
}

# Where it stands, for who waits.
progress() { printf '%(%H:%M:%S)T  %s\n' -1 "$*" >&2; }

row() { printf '%s\t%s\t%s\t%s\n' "$1" "$2" "${3:-}" "${4:-}" | rows; }

table_head() {
    row "what" "median (fastest to slowest, runs)" "goal" "peer"
    row "---" "---" "---" "---"
}

# The figures of time-command as the programs print theirs.
figures() { # MEDIAN FASTEST SLOWEST PEAK RUNS
    if [ "$5" = 1 ]; then printf '%s s (1 run)' "$1"; else printf '%s s (%s to %s, %s runs)' "$1" "$2" "$3" "$5"; fi
}

calculate() { awk "BEGIN {printf \"%.2f\", $1}"; }
