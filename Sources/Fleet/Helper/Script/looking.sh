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

# ask_for PATH: lets a path through that Isobar may know about, and that is what it
# says it is.
ask_for() {
    within "$1" || { fields '#trouble' "$1: outside of what Isobar manages"; return 1; }
    is_direct "$1"
}

# is_direct PATH: whether no directory the path lies in is a symbolic link: what it
# leads to is not Isobar's to know. Paths come in order, so most share a directory
# with the one before.
is_direct() {
    [ "${1%/*}" != "$direct" ] || return 0
    ancestor=${1%/*}
    while [ -n "$ancestor" ]; do
        if [ -L "$ancestor" ]; then
            fields '#trouble' "$1: $ancestor is a symbolic link"
            return 1
        fi
        ancestor=${ancestor%/*}
    done
    direct=${1%/*}
}

# add_listed: adds the files and directories of the manifest to the paths. It may
# list what another home held: that is no trouble, only nothing this request may
# see.
add_listed() {
    load_manifest
    IFS=$NL
    # shellcheck disable=SC2086 # split into lines
    set -- $manifest
    IFS=' 	
'
    for listed; do
        case $listed in
            \"*/file/*\" | \"*/directory/*\") ;;
            \"*/file/*\", | \"*/directory/*\",) listed=${listed%,} ;;
            *) continue ;;
        esac
        listed=${listed#\"*/}
        case $listed in
            file/* | directory/*) ;;
            *) continue ;;
        esac
        listed=/${listed#*/}
        listed=${listed%\"}
        case $listed in
            *\\*) listed=$(printf '%s\n' "$listed" | sed 's/\\\([\\"]\)/\1/g') ;;
        esac
        ! within "$listed" || ! is_direct "$listed" || printf '%s\0' "$listed" >&5
    done
}

scan() {
    rest='%m\0%u\0%g\0%s\0%l\0'
    add_listed
    fields '#entries'
    # Nothing we manage is large: what is may be the engine's or somebody's disk
    # image, and reading it would take the whole look.
    sort -zu -- "$scratch/paths" | find -files0-from - -maxdepth 0 \
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
    head -c 500000 | tr -d '\000'
    printf '\0'
}

do_observe() {
    cluster=
    engine=no
    packages=' '
    accounts=
    sudoer=
    wanted=0
    direct=/
    defaults=
    virtual=
    traefik=no
    scratch=$(mktemp -d /tmp/isobar.XXXXXXXX) || finish failed 'no temporary directory could be made in /tmp'
    exec 5>"$scratch/paths" 6>"$scratch/trees" 7>"$scratch/wanted"
    while :; do
        line
        case $value in
            'path '*) ! ask_for "${value#path }" || printf '%s\0' "${value#path }" >&5 ;;
            'tree '*) ! ask_for "${value#tree }" || printf '%s\0' "${value#tree }" >&6 ;;
            'wanted '*)
                value=${value#wanted }
                is_digest "${value%% *}" || finish malformed 'a wanted file needs a digest'
                printf '%s  %s\n' "${value%% *}" "${value#* }" >&7
                wanted=$((wanted + 1))
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
            traefik) traefik=yes ;;
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
    show_helper
    show_manifest
    # Results go straight out, complaints are looked through.
    scan 2>"$scratch/trouble"
    exec 5>&- 6>&- 7>&-
    [ ! -s "$scratch/trouble" ] || trouble <"$scratch/trouble"
    [ -z "$defaults" ] || printf '%s' "$defaults" | show_defaults
    [ "$engine" = no ] || show_engine
    [ "$packages" = ' ' ] || show_packages "$packages"
    [ -z "$accounts" ] || show_accounts <<END
${accounts%"$NL"}
END
    [ -z "$sudoer" ] || show_sudo "$sudoer"
    [ -z "$virtual" ] || show_haproxy
    [ -z "$cluster" ] || show_cluster
    [ "$traefik" = no ] || show_traefik
    tidy
    result 'done' ''
}

show_defaults() { while IFS= read -r path; do show_default "$path"; done; }
