# shellcheck shell=bash
# How soon a change is previewed, and how soon fifty are when their base moves: the
# service as it is, a git repository, hosts in memory that answer at once.

phase_previews() {
    "$programs/SimulatedBench" desired-state 140 9 previews | rows
}
