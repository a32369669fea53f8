# shellcheck shell=bash
# More and more nodes on sixty hosts in memory: does time, memory or the number
# of connections grow faster than the nodes do? A process for each, since what is
# shown of memory is the most it ever held.

phase_simulated() {
    local count
    for count in 100 200 300 400 500; do
        "$programs/SimulatedBench" desired-state "$count" 60 | rows
    done
}

# A day of the service in seven minutes: 20 nodes on nine hosts in memory.
phase_day() {
    "$programs/SimulatedBench" desired-state 20 9 day | rows
}
