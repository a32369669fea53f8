# shellcheck shell=bash
# The host images: one Debian base, and a layer for each kind of host. Each image's tag is a digest of its recipe, so a
# changed recipe builds anew and an unchanged one never does.

recipe_digest() { # FILE… : a short digest of the files' contents and names, with the mirror
    (cd "$LAB_SOURCE" && { printf '%s\n' "$LAB_MIRROR"; find "$@" -type f -print0 | sort -z | xargs -0 sha256sum; }) |
        sha256sum | cut -c1-12
}

base_image() { printf 'isobar-lab/debian:%s' "$(recipe_digest hosts/base.packages lib/host-images.sh)"; }

# Image of the hosts of a kind: `docker` (broker, antiloop, manage) or `loadbalancer`.
host_image() { printf 'isobar-lab/host-%s:%s' "$1" "$(recipe_digest hosts lib/host-images.sh)"; }

have_image() { engine image inspect "$1" >/dev/null 2>&1; }

build_host_images() {
    local docker_image balancer_image
    docker_image=$(host_image docker)
    balancer_image=$(host_image loadbalancer)
    if have_image "$docker_image" && have_image "$balancer_image"; then return; fi
    build_base_image
    step "building the host images (docker, loadbalancer)"
    build_layer docker "$docker_image" &
    local first=$!
    build_layer loadbalancer "$balancer_image" || { wait "$first" || true; die "the loadbalancer host image failed to build"; }
    wait "$first" || die "the docker host image failed to build"
}

build_base_image() {
    local image tree log packages
    image=$(base_image)
    have_image "$image" && return
    step "bootstrapping Debian 12 from $LAB_MIRROR (about a minute, once)"
    mkdir -p "$LAB_CACHE"
    tree=$(mktemp -d "$LAB_CACHE/debian.XXXXXX")
    log=$LAB_CACHE/debootstrap.log
    packages=$(grep -v '^#' "$LAB_SOURCE/hosts/base.packages" | paste -sd,)
    if ! debootstrap --variant=minbase --include="$packages" bookworm "$tree" "$LAB_MIRROR" >"$log" 2>&1 9>&-; then
        tail -n 20 "$log" >&2
        rm -rf --one-file-system "$tree"
        die "debootstrap failed; its last lines are above, all of them in $log"
    fi
    rm -rf "${tree:?}"/var/cache/apt/archives/*.deb "$tree"/etc/ssh/ssh_host_*
    tar -C "$tree" --one-file-system -c . | engine import - "$image" >/dev/null
    rm -rf --one-file-system "$tree"
}

build_layer() { # KIND IMAGE
    local log=$LAB_CACHE/host-$1.log
    engine build --network host --file "$LAB_SOURCE/hosts/$1.Dockerfile" --build-arg "BASE=$(base_image)" \
        --tag "$2" "$LAB_SOURCE/hosts" >"$log" 2>&1 9>&- && return
    tail -n 20 "$log" >&2
    return 1
}
