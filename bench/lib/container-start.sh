#!/bin/sh
# Runs on a host of the lab: how long containers take by themselves, without
# anybody managing them. Makes COUNT copies of the container NAME at the same
# time and prints, for each, the seconds from `docker create` to the first
# metrics that say it is connected, and the seconds to stop and remove it.
#
# Usage: sh container-start.sh NAME COUNT
set -eu
name=$1
count=$2

now() { cut -d' ' -f1 /proc/uptime; }
image=$(docker inspect --format '{{.Config.Image}}' "$name")
environment=$(mktemp)
docker inspect --format '{{range .Config.Env}}{{println .}}{{end}}' "$name" | grep -v '^CENTRE_ID=' >"$environment"

one() {
    copy=isobar-bench-$1
    begin=$(now)
    docker create --name "$copy" --network traefik --env-file "$environment" --env "CENTRE_ID=$copy" "$image" >/dev/null
    docker start "$copy" >/dev/null
    address=$(docker inspect --format '{{.NetworkSettings.Networks.traefik.IPAddress}}' "$copy")
    tries=0
    until curl -s -m 2 "http://$address:1880/metrics" | grep -q '^wmo_wis2_gb_connected_flag{.*} 1'; do
        tries=$((tries + 1))
        [ "$tries" -lt 600 ] || break
        sleep 0.05
    done
    up=$(now)
    docker stop -t 30 "$copy" >/dev/null
    docker rm "$copy" >/dev/null
    printf '%s %s %s\n' "$begin" "$up" "$(now)" | awk '{printf "%.2f %.2f\n", $2 - $1, $3 - $2}'
}

number=1
while [ "$number" -le "$count" ]; do
    one "$number" &
    number=$((number + 1))
done
wait
rm -f "$environment"
