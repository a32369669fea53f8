# Paths, the manifest that lists them, and what stands there.

# What Isobar manages besides /etc/haproxy: single files, and directories in the
# home of the containers.
FILES="$NL/etc/apt/sources.list.d/isobar.sources$NL/etc/sysctl.d/60-isobar-redis.conf$NL"
PLACES=/compose/traefik/prometheus/grafana/redis/emqx/portainer/

# within PATH: whether the path is normal and in a directory that Isobar
# manages, or is such a directory. SIFT says the same for many.
within() {
    case $1 in
        *[[:cntrl:]]*) return 1 ;;
    esac
    case $1/ in
        *//* | */./* | */../*) return 1 ;;
    esac
    case $1 in
        /etc/haproxy | /etc/haproxy/*) return 0 ;;
        "$home"/?*) ;;
        *)
            case $FILES in
                *"$NL$1$NL"*) return 0 ;;
            esac
            return 1
            ;;
    esac
    under=${1#"$home"/}
    case $PLACES in
        */"${under%%/*}"/*) ;;
        *) return 1 ;;
    esac
}

# enter PATH: makes the directory the path lies in the working directory, so
# that what follows cannot be led elsewhere. Fails when a component is a link.
enter() {
    if ! cd -P -- "${1%/*}/" 2>/dev/null; then
        refuse failed "the directory ${1%/*} is not there"
    elif [ "$PWD" != "${1%/*}" ]; then
        refuse refused "${1%/*} is reached through a symbolic link and really is $PWD"
    fi
}

# load_manifest: sets manifest to what the file holds, between two line feeds. The
# dot keeps those at its end; a NUL, which no manifest has, is lost.
load_manifest() {
    [ "$manifest_loaded" = yes ] && return
    manifest_loaded=yes
    manifest=$NL
    [ -f "$STATE/managed.json" ] || return 0
    manifest=$NL$(cat -- "$STATE/managed.json"; printf .)
    manifest=${manifest%.}$NL
}

# managed KIND PATH: whether the manifest lists the resource. It is one JSON
# string to a line; a path holds no character that needs another escape.
managed() {
    load_manifest
    address=$host/$1$2
    case $address in
        *[\\\"]*) address=$(printf '%s\n' "$address" | sed 's/[\\"]/\\&/g') ;;
    esac
    case $manifest in
        *"$NL\"$address\"$NL"* | *"$NL\"$address\",$NL"*) ;;
        *) return 1 ;;
    esac
}

# may_change KIND PATH: the rules every change of a path obeys.
may_change() {
    if ! within "$2"; then
        refuse refused "$2 is outside of what Isobar manages"
    elif ! managed "$1" "$2"; then
        refuse refused "$STATE/managed.json does not list $host/$1$2"
    fi
}

# current NAME: sets value to what stands there: absent, link, directory,
# other, or file.
current() {
    if [ -L "$1" ]; then value='link'
    elif [ ! -e "$1" ]; then value='absent'
    elif [ -d "$1" ]; then value='directory'
    elif [ -f "$1" ]; then value='file'
    else value='other'
    fi
}

# digest_of FILE: sets value to the digest of its content.
digest_of() {
    value=$(sha256sum -- "$1" 2>&1) || { blame "$value"; return 1; }
    value=${value#\\}
    value=${value%% *}
}

# sweep NAME: removes what an interrupted request left behind for NAME.
sweep() {
    set +f
    for left in "./.$1."????????.tmp; do
        [ ! -f "$left" ] || rm -f -- "$left"
    done
    set -f
}

# receive NAME SIZE DIGEST: reads the payload into a new file beside ./NAME and
# sets temp to it. The name ends in .tmp: Traefik loads every file that ends in
# .yml, .yaml or .toml, dot files too.
receive() {
    sweep "$1"
    temp=
    if ! value=$(mktemp "./.$1.XXXXXXXX.tmp" 2>&1); then
        skip "$2"
        blame "$value"
        return 1
    fi
    temp=$value
    if ! value=$({ head -c "$2" >"$temp"; } 2>&1); then
        # How much of the payload was read is not known: nothing that follows
        # can be told apart, so the request ends here.
        drop
        blame "$value" || late=$outcome late_problem=$problem
        settle
        result "$late" "$late_problem"
        finish interrupted 'the payload could not be stored; what follows it was not read'
    fi
    digest_of "$temp" || { drop; return 1; }
    if [ "$value" != "$3" ]; then
        drop
        refuse failed 'the payload arrived incomplete'
    fi
}
