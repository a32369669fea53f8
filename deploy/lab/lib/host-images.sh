# shellcheck shell=bash
# The host images: one Debian base, and a layer for each kind of host. Each image's tag is a digest of its recipe, so a
# changed recipe builds anew and an unchanged one never does.

# To be raised when this file builds something else from the same recipes.
LAB_RECIPE=1

recipe_digest() { # FILE… : a short digest of the files' names and contents; documentation does not count
    (cd "$LAB_SOURCE" && {
        printf '%s\n' "$LAB_RECIPE" "$LAB_MIRROR"
        find "$@" -type f ! -name '*.md' -print0 | sort -z | xargs -0 sha256sum
    }) | sha256sum | cut -c1-12
}

base_image() { printf 'isobar-lab/debian:%s' "$(recipe_digest hosts/base.packages)"; }

# Image of the hosts of a kind: `docker` (broker, antiloop, manage), `loadbalancer`, or `bare`, which is for all roles.
host_image() {
    local recipe=(hosts)
    if [[ $1 == bare ]]; then recipe+=(bare); fi
    printf 'isobar-lab/host-%s:%s' "$1" "$(recipe_digest "${recipe[@]}")"
}

bare_base_image() { printf 'isobar-lab/debian-bare:%s' "$(recipe_digest bare/debian.packages)"; }

have_image() { engine image inspect "$1" >/dev/null 2>&1; }

build_host_images() {
    local docker_image balancer_image
    docker_image=$(host_image docker)
    balancer_image=$(host_image loadbalancer)
    if have_image "$docker_image" && have_image "$balancer_image"; then return; fi
    bootstrap_debian "$(base_image)" hosts/base.packages
    step "building the host images (docker, loadbalancer)"
    build_layer docker "$docker_image" &
    local first=$!
    build_layer loadbalancer "$balancer_image" || { wait "$first" || true; die "the loadbalancer host image failed to build"; }
    wait "$first" || die "the docker host image failed to build"
    forget_old_images
}

# Images of former recipes; those a running lab uses stay.
forget_old_images() {
    local image
    while read -r image; do
        case $image in
            "$(base_image)" | "$(host_image docker)" | "$(host_image loadbalancer)" | "$(bare_base_image)" | "$(host_image bare)" | \
                "$(packages_image)" | *:"$(workload_digest)") ;;
            *) engine rmi "$image" >/dev/null 2>&1 || true ;;
        esac
    done < <(engine images --filter 'reference=isobar-lab/*' --format '{{.Repository}}:{{.Tag}}')
}

build_bare_image() {
    local image log=$LAB_CACHE/host-bare.log
    image=$(host_image bare)
    have_image "$image" && return
    bootstrap_debian "$(bare_base_image)" bare/debian.packages
    step "building the bare host image"
    engine build --file "$LAB_SOURCE/bare/Dockerfile" --build-arg "BASE=$(bare_base_image)" --tag "$image" "$LAB_SOURCE" \
        >"$log" 2>&1 9>&- && return
    tail -n 20 "$log" >&2
    die "the bare host image failed to build; the last lines are above"
}

bootstrap_debian() { # IMAGE PACKAGE-LIST
    local image=$1 log packages
    have_image "$image" && return
    step "bootstrapping Debian 12 with $2 from $LAB_MIRROR (once)"
    log=$LAB_CACHE/bootstrap.log
    packages=$(grep -v '^#' "$LAB_SOURCE/$2" | paste -sd,)
    # mmdebstrap makes the same tree as debootstrap at half the time, and hands it over as an archive.
    if ! mmdebstrap --variant=minbase --include="$packages" --format=tar bookworm - "$LAB_MIRROR" \
        2>"$log" 9>&- | engine import - "$image" >>"$log"; then
        tail -n 20 "$log" >&2
        die "Debian could not be bootstrapped; the last lines are above, all of them in $log"
    fi
}

build_layer() { # KIND IMAGE
    local log=$LAB_CACHE/host-$1.log
    engine build --network host --file "$LAB_SOURCE/hosts/$1.Dockerfile" --build-arg "BASE=$(base_image)" \
        --tag "$2" "$LAB_SOURCE/hosts" >"$log" 2>&1 9>&- && return
    tail -n 20 "$log" >&2
    return 1
}
