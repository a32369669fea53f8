# shellcheck shell=bash
# A signed apt repository on the lab's network with all that the roles need, for hosts that reach no mirror.

LAB_PACKAGES_SUITE=./

packages_image() { printf 'isobar-lab/packages:%s' "$(recipe_digest bare hosts packages)"; }

packages_source() { printf 'http://%s.%s/debian' "$LAB_SUBNET" "$LAB_PACKAGES_NUMBER"; }

lab_packages() {
    require_lab
    case ${1:-} in
        up) packages_up ;;
        down) engine rm -f -v "$(container_of packages)" >/dev/null 2>&1 || true ;;
        yaml) packages_yaml ;;
        *) usage_error "packages takes up, down or yaml" ;;
    esac
}

packages_up() {
    if packages_run; then return; fi
    take_lock
    build_packages_image
    engine rm -f -v "$(container_of packages)" >/dev/null 2>&1 || true
    engine run --detach --name "$(container_of packages)" --hostname packages --label "$LAB_LABEL=$LAB_PREFIX" \
        --network "$LAB_PREFIX" --ip "$LAB_SUBNET.$LAB_PACKAGES_NUMBER" "$(packages_image)" >/dev/null
    wait_until 10 "the package repository" curl -sf -m 2 -o /dev/null "$(packages_source)/InRelease"
    say "the packages are at $(packages_source)"
}

build_packages_image() {
    local image log=$LAB_CACHE/packages.log
    image=$(packages_image)
    have_image "$image" && return
    build_bare_image
    step "collecting the packages that the roles need (once)"
    engine build --network host --file "$LAB_SOURCE/packages/Dockerfile" --build-arg "BASE=$(host_image bare)" \
        --tag "$image" "$LAB_SOURCE" >"$log" 2>&1 9>&- && return
    tail -n 20 "$log" >&2
    die "the packages could not be collected; the last lines are above, all of them in $log"
}

packages_run() {
    [[ $(engine inspect --format '{{.State.Running}}' "$(container_of packages)" 2>/dev/null) == true ]]
}

packages_signing_key() { engine exec "$(container_of packages)" cat /srv/debian/signing-key.asc; }

# The block of broker.yaml that has the hosts install from here.
packages_yaml() {
    packages_run || die "the packages are not served; \"lab packages up\" does that"
    printf 'packages:\n  source: "%s"\n  suite: "%s"\n  signingKey: |\n' "$(packages_source)" "$LAB_PACKAGES_SUITE"
    packages_signing_key | sed 's/^\(.\)/    \1/'
}

# The same for programs; null while nothing is served.
packages_json() {
    packages_run || { printf 'null'; return; }
    printf '{"source": "%s", "suite": "%s",\n               "signingKey": "%s"}' "$(packages_source)" "$LAB_PACKAGES_SUITE" \
        "$(packages_signing_key | awk '{printf "%s\\n", $0}')"
}
