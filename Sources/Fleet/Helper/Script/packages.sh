# Debian packages, through apt.

# What Isobar installs: nothing else can be asked for.
PACKAGES=' ca-certificates corosync corosync-qdevice corosync-qnetd curl docker.io haproxy iproute2 pacemaker '
PACKAGES="${PACKAGES}pacemaker-cli-utils pcs procps prometheus-node-exporter resource-agents socat "
SOURCE=/etc/apt/sources.list.d/isobar.sources

# has_engine: whether a container engine is installed, from whatever package.
has_engine() { command -v docker && command -v dockerd; } >/dev/null

show_engine() { if has_engine; then fields '#engine' present; else fields '#engine' absent; fi; }

# show_packages NAMES: the versions of those that are installed, each with a blank
# on both sides. dpkg-query takes twice as long.
show_packages() {
    awk -v names="$1" '
        /^Package: / { name = index(names, " " $2 " ") ? $2 : "" }
        /^Status: / { if ($4 != "installed") name = "" }
        /^Version: / { if (name != "") print name, $2 }
    ' /var/lib/dpkg/status 2>/dev/null | while read -r name version; do fields '#package' "$name" "$version"; done
}

is_package() {
    case $PACKAGES in
        *" $1 "*) ;;
        *) return 1 ;;
    esac
}

# missing_of NAMES: those that are not installed, with a blank after each.
missing_of() {
    # shellcheck disable=SC2086 # names without blanks or patterns
    there=" $(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $1 2>/dev/null | sed -n 's/^installed //p' | tr '\n' ' ')"
    # Another engine than Debian's is as good, and would have to go for it.
    ! has_engine || there="$there docker.io "
    for name in $1; do
        case $there in
            *" $name "*) ;;
            *) printf '%s ' "$name" ;;
        esac
    done
}

# apt SECONDS ARGUMENTS: one run of apt-get, whose words go to $scratch/apt. While
# another one holds its locks it is tried again, for two minutes.
apt() {
    limit=$1
    shift
    tries=0
    until apt_once "$limit" "$@"; do
        grep -q 'Could not get lock' "$scratch/apt" && [ "$tries" -lt 60 ] || return 1
        tries=$((tries + 1))
        sleep 2
    done
}

# Packages expect the usual umask, nobody who answers, and no lock of ours; files
# that somebody changed stay as they are.
apt_once() (
    umask 022
    export DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 NEEDRESTART_SUSPEND=1 APT_LISTCHANGES_FRONTEND=none
    exec timeout -k 10 "$@" </dev/null >"$scratch/apt" 2>&1 9>&-
)

# Neither upgrades nor removals, whatever else it would take.
APT='apt-get -q -y -o APT::Update::Error-Mode=any -o Acquire::Retries=1 -o Acquire::http::Timeout=15 -o Acquire::https::Timeout=15'
INSTALL='install --no-install-recommends --no-upgrade --no-remove -o Dpkg::Options::=--force-confold'
OWN="-o Dir::Etc::SourceList=$SOURCE -o Dir::Etc::SourceParts=/dev/null -o APT::Get::List-Cleanup=0"

# apt_words WHAT: what was tried, and what apt said of it that matters.
apt_words() {
    value=$(grep -E '^(E|W|Err|N):|^dpkg: |^ [^ ].* : ' "$scratch/apt" | tail -n 12)
    printf '%s\n%s\n' "$1" "${value:-$(tail -n 5 "$scratch/apt")}"
}

# find_packages: brings the lists up to date and sets places to the options that
# choose among them: our own source alone, if it has all; else all sources, of
# which some may fail as long as the others have it.
find_packages() {
    words=
    places=
    if [ -f "$SOURCE" ]; then
        # shellcheck disable=SC2086 # split into words
        if ! apt 300 $APT $OWN update; then
            refuse unavailable "$(apt_words "apt-get update of $(sed -n 's/^URIs: //p' "$SOURCE"), the source of broker.yaml:")"
            return 1
        fi
        places=$OWN
        # shellcheck disable=SC2086
        ! apt 60 $APT $OWN --simulate $INSTALL $missing || return 0
        words="$(apt_words 'in the source of broker.yaml alone:')$NL"
        places=
    fi
    # shellcheck disable=SC2086
    apt 300 $APT update || words="$words$(apt_words "apt-get update of the host's own sources:")$NL"
    # shellcheck disable=SC2086
    apt 60 $APT --simulate $INSTALL $missing ||
        refuse unavailable "$words$(apt_words "apt-get install $missing:")"
}

# An apt that was cut off is brought to its end first, or nothing can be installed.
finish_interrupted() {
    [ -n "$(dpkg --audit 2>/dev/null)" ] || return 0
    apt 900 dpkg --force-confold --configure -a || refuse failed "$(apt_words 'dpkg --configure -a:')"
}

bring_packages() {
    finish_interrupted && find_packages || return 1
    # Downloads may be given up; what is being unpacked may not.
    # shellcheck disable=SC2086
    if ! apt 1800 $APT $places --download-only $INSTALL $missing; then
        refuse unavailable "$words$(apt_words "apt-get install --download-only $missing:")"
    elif ! apt 3000 $APT $places $INSTALL $missing; then
        case $(cat "$scratch/apt") in
            *'No space left'*) refuse disk-full "$(apt_words "apt-get install $missing:")" ;;
            *) refuse failed "$(apt_words "apt-get install $missing:")" ;;
        esac
    elif [ -n "$(missing_of "$missing")" ]; then
        refuse failed "after apt-get install these are still missing: $(missing_of "$missing")"
    fi
}

# install_packages NAMES: what of them is missing, in one run.
install_packages() {
    missing=$(missing_of "$1")
    for name in $missing; do
        managed package "/$name" || { refuse moved "$name is missing since the host was looked at"; return 1; }
    done
    [ -n "$missing" ] || return 0
    bring_packages || return 1
    # shellcheck disable=SC2086
    remark="installed: $(dpkg-query -W -f '${Package} ${Version}, ' $missing 2>/dev/null)"
    remark=${remark%, }
}

do_package() {
    want names
    names=$value
    case $names in
        '' | *[!a-z0-9.+\ -]*) finish malformed 'those are no names of packages' ;;
    esac
    need_lease
    for name in $names; do
        is_package "$name" || { result refused "Isobar has no use for the package $name"; return; }
    done
    scratch=$(mktemp -d /tmp/isobar.XXXXXXXX) || finish failed 'no temporary directory could be made in /tmp'
    remark=
    if install_packages "$names"; then result 'done' "$remark"; else result "$outcome" "$problem"; fi
    tidy
}
