# Looking: the helper, the manifest, files and directories.

# Every program that is started costs about a millisecond, and a look starts them
# on all hosts at once: what the shell can do by itself it does. Lists go to files
# as they come: to append to a variable is to copy it.

show_helper() {
    if [ -z "$installed" ]; then
        installed=absent
        ! [ -f "$INSTALLED" ] || ! digest_of "$INSTALLED" || installed=$value
    fi
    fields '#helper' "$installed"
}

show_manifest() {
    load_manifest
    if [ -f "$STATE/managed.json" ]; then
        value=${manifest#"$NL"}
        fields '#manifest' present "${value%"$NL"}"
    else
        fields '#manifest' absent ''
    fi
}

complaints() { while IFS= read -r words; do fields '#trouble' "$words"; done; }

# trouble: reports what a look could not see. That something is not there is
# what the look is for; everything else makes it incomplete.
trouble() {
    while IFS= read -r words; do
        case $words in
            *': No such file or directory' | *': Not a directory') ;;
            *) fields '#trouble' "$words" ;;
        esac
    done
}

scan() {
    rest='%m\0%u\0%g\0%s\0%l\0'
    fields '#entries'
    # Nothing we manage is large: what is may be the engine's or somebody's disk
    # image, and reading it would take the whole look.
    find -files0-from "$scratch/paths" -maxdepth 0 \
        \( -type f -size +16M -printf "%p\0large\0$rest" -o -printf "%p\0%y\0$rest" -type f \
        -fprintf "$scratch/files" '%p\0' \)
    if [ -s "$scratch/trees" ]; then
        find -files0-from "$scratch/trees" -mindepth 1 -xdev ! -type d \
            \( -type f -size +16M -printf "%p\0large\0$rest" -o -printf "%p\0%y\0$rest" -type f \
            -fprintf "$scratch/more" '%p\0' \)
        # A file may be in both lists; the second time tells nothing new.
        sort -zu -o "$scratch/files" -- "$scratch/files" "$scratch/more"
    fi
    fields '#digests'
    [ -s "$scratch/files" ] || return 0
    xargs -0 sha256sum -z -- <"$scratch/files" >"$scratch/digests"
    cat -- "$scratch/digests"
    [ "$wanted" -eq 0 ] || show_texts
}

# show_texts: the contents of files that are not as wanted, where everybody may
# read them and they are short enough to compare line by line. Mostly all are.
show_texts() {
    [ "$(grep -z -c -x -F -f "$scratch/wanted" "$scratch/digests")" -ne "$wanted" ] || return 0
    cut -c67- <"$scratch/wanted" >"$scratch/asked"
    grep -z -v -x -F -f "$scratch/wanted" <"$scratch/digests" | cut -z -c67- |
        grep -z -x -F -f "$scratch/asked" >"$scratch/texts"
    [ -s "$scratch/texts" ] || return 0
    find -files0-from "$scratch/texts" -maxdepth 0 -type f -perm -004 -size -64k -print0 |
        while_each show_text
}

# while_each COMMAND: runs it for every path of the NUL-separated input; our
# paths hold no line feed.
while_each() {
    tr '\000' '\n' | while IFS= read -r each; do "$1" "$each"; done
}

show_text() {
    fields '#text' "$1"
    base64 -w 0 <"$1"
    printf '\0'
}

# is_default PATH: whether the file is exactly as its package installed it.
is_default() {
    value=$(md5sum -- "$1") || return 1
    value=${value#\\}
    grep -q -x -F -e " $1 ${value%% *}" /var/lib/dpkg/status
}

show_default() {
    within "$1" && [ -f "$1" ] || return 0
    if is_default "$1"; then fields '#default' "$1"; fi
}

# capped: a text without NUL, as one field. Of what is longer the end is missing,
# which its reader will notice.
capped() {
    value=$(head -c 500000; printf .)
    fields "${value%.}"
}

do_observe() {
    cluster=
    quorum=no
    redis=no
    members=no
    door=no
    engine=no
    packages=' '
    accounts=
    sudoer=
    defaults=
    virtual=
    traefik=no
    prometheus=no
    scratch=$(mktemp -d /tmp/isobar.XXXXXXXX) || finish failed 'no temporary directory could be made in /tmp'
    : >"$scratch/paths"
    exec 5>"$scratch/asked"
    while :; do
        line
        case $value in
            'path '* | 'tree '* | 'wanted '*) printf '%s\n' "$value" >&5 ;;
            'lines '*)
                is_number "${value#lines }" || finish malformed 'lines need a size'
                head -c "${value#lines }" >&5
                ;;
            'default '*) defaults=$defaults${value#default }$NL ;;
            'haproxy '*)
                virtual=${value#haproxy }
                [ "$virtual" = - ] || is_address "$virtual" || finish malformed 'that is no address'
                ;;
            'cluster '*)
                cluster=${value#cluster }
                is_address "$cluster" || finish malformed 'that is no address'
                ;;
            quorum) quorum=yes ;;
            traefik) traefik=yes ;;
            prometheus) prometheus=yes ;;
            redis) redis=yes ;;
            members) members=yes ;;
            door) door=yes ;;
            engine) engine=yes ;;
            'package '*)
                value=${value#package }
                is_package "$value" || finish malformed 'that is no package Isobar installs'
                packages="$packages$value "
                ;;
            'account '*)
                ask_for_account "${value#account }"
                accounts=$accounts${value#account }$NL
                ;;
            'sudo '*)
                sudoer=${value#sudo }
                is_account "$sudoer" || finish malformed 'that is no account'
                ;;
            look) break ;;
            *) finish malformed 'an observation asks for nothing of that kind' ;;
        esac
    done
    exec 5>&-
    sift_asked
    [ ! -s "$scratch/complaints" ] || complaints <"$scratch/complaints"
    show_helper
    show_manifest
    # Results go straight out, complaints are looked through.
    scan 2>"$scratch/trouble"
    [ ! -s "$scratch/trouble" ] || trouble <"$scratch/trouble"
    show_trial
    [ -z "$defaults" ] || printf '%s' "$defaults" | show_defaults
    [ "$engine" = no ] || show_engine
    [ "$packages" = ' ' ] || show_packages "$packages"
    [ -z "$accounts" ] || show_accounts <<END
${accounts%"$NL"}
END
    [ -z "$sudoer" ] || show_sudo "$sudoer"
    [ -z "$virtual" ] || show_haproxy
    [ -z "$cluster" ] || show_cluster
    [ "$quorum" = no ] || show_quorum
    [ "$redis" = no ] || show_redis
    [ "$members" = no ] || show_members
    [ "$door" = no ] || show_door
    [ "$traefik" = no ] || show_traefik
    [ "$prometheus" = no ] || show_prometheus
    tidy
    result 'done' ''
}

show_defaults() { while IFS= read -r path; do show_default "$path"; done; }
