#!/bin/sh
# Isobar's host helper: the one program that acts on this host with privilege.
#
# It takes no arguments. A request comes on standard input: a few lines of
# "key value", then verbs, each with its lines in a fixed order; a payload
# follows its "size" line as that many bytes. Nothing that is read is ever
# evaluated. The answer on standard output is a sequence of fields, each ended
# by a NUL; a field that starts a section starts with "#", the last section is
# "#end". docs/host-helper.md tells request and answer in full.
#
# POSIX sh (dash), Debian 12 coreutils and findutils; socat, curl, haproxy and
# docker where the verbs that need them are used.
#
# shellcheck disable=SC2185 # find starts where -files0-from says

set -uf
umask 077
IFS=' 	
'
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
unset CDPATH ENV

PROTOCOL=1
LIBRARY=/usr/local/lib/isobar
INSTALLED=$LIBRARY/isobar-helper
STATE=/var/lib/isobar
RUN=/run/isobar
STATISTICS=/run/haproxy/admin.sock
NL='
'

host=
home=
token=
item=0
leased=no
installed=
manifest_loaded=no
manifest=
temp=
scratch=
value=
problem=
outcome=
verb=
staged=

# ---------------------------------------------------------------- answering

fields() { printf '%s\0' "$@"; }

# result OUTCOME MESSAGE: how the verb at hand ended.
result() { fields '#result' "$item" "$1" "$2"; }

# finish OUTCOME MESSAGE: ends the whole answer.
finish() {
    if [ "$1" != 'done' ]; then
        printf 'isobar-helper: %s\n' "$2" >&2
        # On the stream of an engine only the engine speaks.
        [ "$verb" != engine ] || exit 3
        # Take what is still being sent, so that the sender gets to read this.
        timeout 10 cat >/dev/null
    fi
    fields '#end' "$1" "$2"
    [ "$1" = 'done' ] || exit 3
    exit 0
}

# refuse OUTCOME PROBLEM: sets what the caller reports; always fails.
refuse() {
    outcome=$1
    problem=$2
    return 1
}

# blame MESSAGE: like refuse, telling a full disk from other faults.
blame() {
    case $1 in
        *'No space left'* | *'Disk quota'*) refuse disk-full "$1" ;;
        *) refuse failed "${1:-the host gave no reason}" ;;
    esac
}

drop() {
    [ -z "$temp" ] || rm -f -- "$temp"
    temp=
}

tidy() {
    drop
    [ -z "$scratch" ] || rm -rf -- "$scratch"
    [ -z "$staged" ] || unstage
    scratch=
}

# ------------------------------------------------------------------ reading

line() { IFS= read -r value || finish malformed 'the request ended early'; }

# want KEY: reads the line "KEY VALUE".
want() {
    line
    case $value in
        "$1 "*) value=${value#"$1 "} ;;
        *) finish malformed "the line '$1 …' was expected" ;;
    esac
}

skip() { head -c "$1" >/dev/null; }

is_number() {
    case $1 in
        '' | *[!0-9]* | ??????????*) return 1 ;;
    esac
}

is_digest() {
    case $1 in
        *[!0-9a-f]*) return 1 ;;
    esac
    [ "${#1}" -eq 64 ]
}

is_account() {
    case $1 in
        '' | -* | *[!a-z0-9_-]*) return 1 ;;
    esac
    [ "${#1}" -le 32 ]
}

is_mode() {
    case $1 in
        0[0-7][0-7][0-7]) ;;
        *) return 1 ;;
    esac
}

is_address() {
    case $1 in
        '' | *[!0-9a-fA-F.:]*) return 1 ;;
    esac
}

# -------------------------------------------------------------------- paths

# within PATH: whether the path is normal and in a directory that Isobar
# manages, or is such a directory.
within() {
    case $1 in
        *[[:cntrl:]]*) return 1 ;;
    esac
    case $1/ in
        *//* | */./* | */../*) return 1 ;;
    esac
    case $1 in
        /etc/haproxy | /etc/haproxy/*) return 0 ;;
        "$home"/*) ;;
        *) return 1 ;;
    esac
    under=${1#"$home"/}
    case ${under%%/*} in
        compose | traefik | prometheus | grafana | redis | emqx | portainer) ;;
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

# -------------------------------------------------------------------- lease

read_lease() {
    lease_token=0
    lease_holder=-
    [ ! -f "$STATE/lease" ] || read -r lease_token lease_holder <"$STATE/lease" || :
    is_number "$lease_token" || finish failed "$STATE/lease is damaged: remove it and try again"
}

# need_lease: fencing. Refuses every change whose sender is not the latest
# holder, and keeps a takeover waiting until the change is done.
need_lease() {
    [ "$leased" = no ] || return 0
    [ -n "$token" ] || finish fenced 'a change needs a lease, and the request names none'
    if [ ! -d "$STATE" ]; then
        finish fenced "lease $token is not known on this host"
    fi
    exec 9>>"$STATE/lock"
    flock -s -w 60 9 || finish busy 'another controller is taking the lease'
    read_lease
    if [ "$token" != "$lease_token" ]; then
        finish fenced "lease $token is no longer current: lease $lease_token is held by $lease_holder"
    fi
    leased=yes
}

end_older_engines() {
    [ -d "$RUN/engine" ] || return 0
    set +f
    for record in "$RUN"/engine/*; do
        [ -f "$record" ] || continue
        process=${record##*/}
        born=
        read -r born <"$record" || :
        # A number that was given to another process since has another birth.
        if [ -n "$born" ] && [ "$(birth "$process")" = "$born" ]; then
            kill -TERM "$process" 2>/dev/null
        fi
        rm -f -- "$record"
    done
    set -f
}

# birth PID: when the process was started, in ticks since boot (proc(5), stat,
# field 22). The name in field 2 may hold anything, so count after its end.
birth() {
    [ -r "/proc/$1/stat" ] || return 0
    read -r stat <"/proc/$1/stat" || :
    # shellcheck disable=SC2086 # split into fields
    set -- ${stat##*) }
    [ $# -lt 20 ] || printf '%s\n' "${20}"
}

# write_lease TOKEN HOLDER
write_lease() {
    cd -P -- "$STATE" || return 1
    sweep lease
    # Not the shell's own printf: of a full disk that says "I/O error".
    temp=$(mktemp ./.lease.XXXXXXXX.tmp) &&
        env printf '%s %s\n' "$1" "$2" >"$temp" && sync -- "$temp" && mv -T -- "$temp" ./lease
}

do_lease() {
    want action
    action=$value
    want holder
    holder=$value
    case $holder in
        '' | *[!A-Za-z0-9._:@-]*) finish malformed 'the holder of a lease is one plain word' ;;
    esac
    if [ ! -d "$STATE" ] && ! value=$(mkdir -m 700 -- "$STATE" 2>&1); then
        blame "$value" || result "$outcome" "$problem"
        return
    fi
    exec 9>>"$STATE/lock"
    flock -w 60 9 || finish busy 'the holder of the lease is in the middle of a change'
    read_lease
    case $action in
        take)
            end_older_engines
            before=$lease_holder
            lease_token=$((lease_token + 1))
            lease_holder=$holder
            ;;
        release)
            before=$lease_holder
            if [ "$lease_token" != "$token" ]; then
                result 'done' 'another controller has taken the lease since'
                return
            fi
            lease_holder=-
            # The run is over, and with it the ways back.
            rm -rf -- "$STATE/previous"
            ;;
        *) finish malformed "there is no lease action '$action'" ;;
    esac
    if ! value=$(write_lease "$lease_token" "$lease_holder" 2>&1); then
        blame "$value" || result "$outcome" "$problem"
        return
    fi
    # From here on the request itself holds it; the lock lets others read.
    flock -s 9
    token=$lease_token
    leased=yes
    fields '#lease' "$lease_token" "$before"
    result 'done' ''
}

# ------------------------------------------------------------------ looking

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

# show_default PATH: whether the file is exactly as its package installed it.
show_default() {
    within "$1" && [ -f "$1" ] || return 0
    value=$(md5sum -- "$1") || return 0
    value=${value#\\}
    if grep -q -x -F -e " $1 ${value%% *}" /var/lib/dpkg/status; then
        fields '#default' "$1"
    fi
}

ask_haproxy() { printf '%s\n' "$1" | socat -t 5 -T 5 - "UNIX-CONNECT:$STATISTICS"; }

# haproxy_files: what HAProxy reads when it loads its configuration, by digest.
haproxy_files() {
    # shellcheck disable=SC2046 # names without blanks or patterns
    find /etc/haproxy/haproxy.cfg \
        $(grep -oE '/etc/haproxy/[A-Za-z0-9_./-]+' /etc/haproxy/haproxy.cfg | sort -u) \
        -type f -exec sha256sum -- {} + 2>/dev/null
}

# is_outdated INFO: whether the process that answers, whose "show info" is given,
# has loaded other contents than its files have now. What we had it load is known
# by digest. Of a process that somebody else started only its age is: it has not
# read a configuration that came to its place later.
is_outdated() {
    process=
    recorded=
    if [ -f "$RUN/haproxy-loaded" ]; then
        { read -r process && recorded=$(cat); } <"$RUN/haproxy-loaded" || process=
    fi
    case $NL$1$NL in
        *"${NL}Pid: ${process:-none}$NL"*)
            [ "$recorded" != "$(haproxy_files)" ]
            return
            ;;
    esac
    age=$(printf '%s\n' "$1" | sed -n 's/^Uptime_sec: //p')
    changed=$(stat -c %Z -- /etc/haproxy/haproxy.cfg 2>/dev/null)
    [ -n "$age" ] && [ -n "$changed" ] && [ "$changed" -gt "$(($(date +%s) - age))" ]
}

# certificate_stamp FILE: the SHA-1 of the first certificate of a PEM file, as
# "show ssl cert" writes it (HAProxy 2.6 management guide, 9.3).
certificate_stamp() {
    sed -n '/^-----BEGIN CERTIFICATE-----/,/^-----END CERTIFICATE-----/p;/^-----END CERTIFICATE-----/q' "$1" |
        grep -v '^-' | base64 -d 2>/dev/null | sha1sum | cut -c1-40 | tr a-f A-F
}

# served_stamp FILE: the same of the certificate that HAProxy shows new clients;
# empty when it knows no such file.
served_stamp() { ask_haproxy "show ssl cert $1" 2>/dev/null | sed -n 's/^SHA1 FingerPrint: //p'; }

# serves_older: whether new clients are shown another certificate than the one in
# the file, whoever had HAProxy load it.
serves_older() {
    # shellcheck disable=SC2013 # names without blanks or patterns
    for name in $(grep -oE '/etc/haproxy/[A-Za-z0-9_./-]+[.]pem' /etc/haproxy/haproxy.cfg 2>/dev/null | sort -u); do
        [ -f "$name" ] || continue
        value=$(served_stamp "$name")
        [ -z "$value" ] || [ "$value" = "$(certificate_stamp "$name")" ] || return 0
    done
    return 1
}

# note_loaded FILES: remembers what the process that answers now has loaded.
# Without this record nothing is lost but the knowledge.
note_loaded() {
    mkdir -p -- "$RUN" && printf '%s\n%s\n' "$(worker)" "$1" >"$RUN/haproxy-loaded"
}

show_haproxy() {
    command -v socat >/dev/null || fields '#trouble' 'socat is not installed: the state of haproxy cannot be read'
    if ! value=$(ask_haproxy 'show info' 2>/dev/null); then
        fields '#haproxy' silent '' ''
    else
        fields '#haproxy' running "$value" "$(ask_haproxy 'show stat')"
        if is_outdated "$value" || serves_older; then fields '#outdated'; fi
    fi
    [ "$virtual" = - ] && return
    case $(ip -o addr show) in
        *" $virtual/"*) fields '#address' present ;;
        *) fields '#address' absent ;;
    esac
}

show_traefik() {
    if curl -sS --noproxy '*' --fail --max-time 3 -o "$scratch/routers" \
        'http://127.0.0.1:8080/api/http/routers?per_page=10000' 2>/dev/null && [ -s "$scratch/routers" ]; then
        fields '#traefik' answers
        tr -d '\000' <"$scratch/routers"
        printf '\0'
    else
        fields '#traefik' silent ''
    fi
}

# capped: a text without NUL, as one field. Of what is longer the end is missing,
# which its reader will notice.
capped() {
    head -c 500000 | tr -d '\000'
    printf '\0'
}

has_cluster_software() { command -v pcs && command -v corosync && command -v cibadmin; } >/dev/null

# shadow_digest: what stands for the password hash of the cluster's account.
shadow_digest() { getent shadow hacluster | sha256sum | cut -c1-64; }

# password_stamp: the digest of the password we gave, if nobody gave another since.
password_stamp() {
    stamp=''
    shadow=''
    [ ! -f "$STATE/cluster-password" ] || read -r stamp shadow <"$STATE/cluster-password" || :
    [ -z "$stamp" ] || [ "$shadow" != "$(shadow_digest)" ] || printf '%s' "$stamp"
}

# show_cluster: what the cluster is configured to be, even where it stands still,
# and how it does. All programs are C and answer within 30 ms; pcs takes seconds.
show_cluster() {
    if ! has_cluster_software; then
        fields '#cluster' absent '' '' '' '' '' ''
        return
    fi
    state=running
    timeout -k 1 5 cibadmin -Q -o configuration >"$scratch/cib" 2>/dev/null &&
        timeout -k 1 5 crm_mon --output-as=xml -1 >"$scratch/status" 2>/dev/null || state=stopped
    if [ "$state" = stopped ]; then
        : >"$scratch/status"
        cat /var/lib/pacemaker/cib/cib.xml >"$scratch/cib" 2>/dev/null || :
    fi
    bearer=absent
    case $(ip -o addr show) in
        *" $cluster/"*) bearer=present ;;
    esac
    fields '#cluster' "$state" "$bearer" "$(systemctl is-enabled corosync pacemaker 2>/dev/null)" "$(password_stamp)"
    if [ -f /etc/corosync/corosync.conf ]; then capped </etc/corosync/corosync.conf; else fields ''; fi
    capped <"$scratch/cib"
    capped <"$scratch/status"
}

do_observe() {
    cluster=
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
    [ -z "$virtual" ] || show_haproxy
    [ -z "$cluster" ] || show_cluster
    [ "$traefik" = no ] || show_traefik
    tidy
    result 'done' ''
}

show_defaults() { while IFS= read -r path; do show_default "$path"; done; }

# probe: asks containers of this host for their state. Only port 1880, only two
# paths, only addresses that a bridge of the engine reaches without a router.
do_probe() {
    addresses=
    while :; do
        line
        case $value in
            'address '*)
                value=${value#address }
                is_address "$value" || finish malformed 'that is no address'
                addresses=$addresses$value$NL
                ;;
            ask) break ;;
            *) finish malformed 'a probe takes addresses only' ;;
        esac
    done
    scratch=$(mktemp -d /tmp/isobar.XXXXXXXX) || finish failed 'no temporary directory could be made in /tmp'
    printf '%s' "$addresses" | sed 's/^/route get /' | ip -o -force -batch - 2>/dev/null |
        sed -n 's/^\([0-9.]*\) dev \(docker0\|br-[0-9a-f]*\) .*$/\1/p' >"$scratch/reached"
    while IFS= read -r address; do
        for page in metrics primary; do
            printf 'url = "http://%s:1880/%s"\noutput = "%s"\n' "$address" "$page" "$scratch/$address.$page"
        done
    done <"$scratch/reached" >"$scratch/requests"
    if [ -s "$scratch/requests" ]; then
        curl -sS --noproxy '*' --parallel --parallel-max 64 --connect-timeout 2 --max-time 4 \
            --write-out '%{url} %{http_code}\n' -K "$scratch/requests" >"$scratch/codes" 2>/dev/null
    fi
    while IFS= read -r address; do
        fields '#probe' "$address"
        for page in metrics primary; do
            code=$(sed -n "s|^http://$address:1880/$page ||p" "$scratch/codes")
            fields "${code:-000}"
        done
        [ ! -f "$scratch/$address.metrics" ] ||
            head -c 1000000 -- "$scratch/$address.metrics" | tr -d '\000' |
            grep -a -E '^wmo_wis2_gb_(connected_flag|messages_received_total|messages_published_total)[{ ]'
        printf '\0'
    done <"$scratch/reached"
    tidy
    result 'done' ''
}

# ----------------------------------------------------------------- changing

# keep NAME PATH DIGEST: keeps what a checked file holds before the content with
# this digest takes its place. The record says which content that was: only from
# that one is there a way back.
keep() {
    record=$STATE/previous/record$2
    content=$STATE/previous/content$2
    value=$({
        mkdir -p -- "${record%/*}" "${content%/*}" &&
            if [ "$seen" = absent ]; then
                rm -f -- "$content"
            else
                cp -p -T -- "./$1" "$content.tmp" && mv -T -- "$content.tmp" "$content"
            fi &&
            printf '%s\n' "$3" >"$record.tmp" && mv -T -- "$record.tmp" "$record"
    } 2>&1) || blame "$value"
}

# forget PATH: drops what was kept.
forget() {
    [ ! -d "$STATE/previous" ] || rm -f -- "$STATE/previous/record$1" "$STATE/previous/content$1"
}

# put_back PATH: gives a file the content it had before ours, which stands there
# still; a file that was new goes.
put_back() {
    kept=
    [ ! -f "$STATE/previous/record$1" ] || read -r kept <"$STATE/previous/record$1" || :
    enter "$1" && current "./${1##*/}" && [ "$value" = file ] && digest_of "./${1##*/}" || return 1
    [ "$value" = "$kept" ] || return 1
    if [ -f "$STATE/previous/content$1" ]; then
        cp -p -T -- "$STATE/previous/content$1" "./.${1##*/}.previous.tmp" &&
            mv -T -- "./.${1##*/}.previous.tmp" "./${1##*/}"
    else
        rm -f -- "./${1##*/}"
    fi && forget "$1"
}

check_haproxy() {
    command -v haproxy >/dev/null || { refuse failed 'haproxy is not installed'; return 1; }
    value=$(timeout -k 2 20 haproxy -c -f "$PWD/${1#./}" 2>&1) || refuse invalid "$(printf '%s' "$value" | tail -n 20)"
}

# HAProxy's own judgement of a certificate and key, in a configuration that
# holds nothing else. Nothing listens: -c only reads.
check_haproxy_certificate() {
    command -v haproxy >/dev/null || { refuse failed 'haproxy is not installed'; return 1; }
    value=$(
        printf '%s\n' 'defaults' ' mode tcp' ' timeout connect 1s' ' timeout client 1s' ' timeout server 1s' \
            'listen check' " bind 127.0.0.1:65535 ssl crt $PWD/${1#./}" |
            timeout -k 2 20 haproxy -c -f /dev/stdin 2>&1
    ) || refuse invalid "$(printf '%s' "$value" | tail -n 20)"
}

# run_check NAME FILE
run_check() {
    case $1 in
        none | traefik-dynamic) ;;
        haproxy) check_haproxy "$2" ;;
        haproxy-certificate) check_haproxy_certificate "$2" ;;
        *) refuse refused "there is no check '$1'" ;;
    esac
}

# place NAME PATH: gives the received file its owner and mode and its name.
place() {
    value=$({
        chown -h -- "$owner:$group" "$temp" && chmod -- "$mode" "$temp" && mv -T -- "$temp" "./$1"
    } 2>&1) || blame "$value"
}

attributes() {
    want owner
    owner=$value
    want group
    group=$value
    want mode
    mode=$value
    { is_account "$owner" && is_account "$group" && is_mode "$mode"; } || finish malformed 'owner, group or mode'
}

# Something else was found than the sender saw when it decided.
moved() { refuse moved "$1"; }

# file_is NAME PATH DIGEST EXPECTED: whether the file is as it was seen, or
# already as it shall be. No message tells a digest: a short secret could be
# guessed by it.
file_is() {
    current "./$1"
    case $value in
        absent) seen=absent ;;
        file)
            digest_of "./$1" || return 1
            seen=$value
            ;;
        *) moved "at $2 there is a $value"; return 1 ;;
    esac
    [ "$seen" = "$4" ] || [ "$seen" = "$3" ] || moved "$2 changed since it was looked at"
}

put_received() {
    name=${path##*/}
    file_is "$name" "$path" "$digest" "$expected" || return 1
    run_check "$check" "$temp" || return 1
    if [ "$check" != none ] && [ "$seen" != "$digest" ]; then
        keep "$name" "$path" "$digest" || return 1
        sync -- "$temp"
    fi
    place "$name" "$path"
}

do_put() {
    want path
    path=$value
    attributes
    want expect
    expected=$value
    want check
    check=$value
    want digest
    digest=$value
    want size
    size=$value
    { is_digest "$digest" && is_number "$size"; } || finish malformed 'digest or size'
    need_lease
    if [ "$check" = traefik-dynamic ]; then
        stage
        return
    fi
    settle
    if ! may_change file "$path" || ! enter "$path"; then
        skip "$size"
        result "$outcome" "$problem"
        return
    fi
    if receive "${path##*/}" "$size" "$digest" && put_received; then
        temp=
        result 'done' ''
    else
        tidy
        result "$outcome" "$problem"
    fi
}

# ------------------------------------------------------- Traefik's files

# One bad file keeps Traefik from reading any other, and it says so only in its
# log. So the program that runs judges new files before it gets to see them. That
# takes a fraction of a second: files that come one after the other are received
# first, judged together, and then put in their places. Their results wait so long.

# stage: receives a file that is judged with others.
stage() {
    if may_change file "$path" && enter "$path"; then
        if receive "${path##*/}" "$size" "$digest"; then
            # The bar keeps blanks at the end of a path.
            staged="$staged$item $owner $group $mode $digest $expected $temp $path|$NL"
            temp=
            return
        fi
    else
        skip "$size"
    fi
    # Results stay in the order of the verbs.
    late=$outcome late_problem=$problem
    settle
    result "$late" "$late_problem"
}

# each COMMAND RECORDS: runs it for every record of a staged file, with its item,
# owner, group, mode, digest, expected, temp and path set.
each() {
    while read -r item owner group mode digest expected temp path <&4; do
        [ -n "$path" ] || continue
        path=${path%|}
        temp=${path%/*}/${temp#./}
        "$1"
    done 4<<END
$2
END
}

unstage() { each drop "$staged"; staged=; }

# settle: judges what is staged, and puts in place what is good. Traefik stops at
# the first bad file, so when there is one each is judged by itself.
settle() {
    [ -n "$staged" ] || return 0
    # What the verb at hand has read so far is there again afterwards.
    set -- "$item" "${owner-}" "${group-}" "${mode-}" "${digest-}" "${expected-}" "${check-}" "${path-}" "$temp"
    check='traefik-dynamic'
    bad=
    if judge "$staged"; then
        each settle_one "$staged"
    else
        bad=$problem
        case $staged in
            *"$NL"?*) each settle_alone "$staged" ;;
            *) each settle_one "$staged" ;;
        esac
    fi
    staged=
    item=$1 owner=$2 group=$3 mode=$4 digest=$5 expected=$6 check=$7 path=$8 temp=$9
}

settle_alone() {
    bad=
    judge "$item $owner $group $mode $digest $expected ./${temp##*/} $path|$NL" || bad=$problem
    settle_one
}

settle_one() {
    if [ -n "$bad" ]; then
        drop
        result "$outcome" "$(printf '%s\n' "$bad" | sed 's|[^ "]*/[0-9]*[.]yml|the file|g')"
    elif enter "$path" && put_received; then
        temp=
        result 'done' ''
    else
        drop
        result "$outcome" "$problem"
    fi
}

# find_traefik: sets process to that of the running Traefik, program to what it
# runs and inside to where it sees HOME/traefik. Fails when none runs: then there
# is nothing that a bad file could freeze.
find_traefik() {
    format="{{.State.Pid}}{{range .Mounts}}{{if eq .Source \"$home/traefik\"}} {{.Destination}}{{end}}{{end}}"
    value=$(docker inspect --type container --format "$format" traefik 2>/dev/null) || return 1
    case $value in
        '0'* | *' '*' '*) return 1 ;;
        *' /'*) ;;
        *) return 1 ;;
    esac
    process=${value%% *}
    inside=${value#* }
    program=$(readlink -- "/proc/$process/exe")
}

# judge RECORDS: has the running Traefik's own program read the staged files, with
# nothing else, and one of ours, whose route proves that all were read. It runs in
# the file system of its container, as an account nobody has, without network or
# privilege. Routes that miss something in another file are none of its business:
# the routes themselves are looked at when all is in place.
judge() {
    find_traefik || return 0
    court=$home/traefik/.check.tmp
    enter "$court" || return 1
    rm -rf -- "$court"
    if ! value=$(mkdir -m 750 -- "$court" "$court/files" 2>&1); then blame "$value"; return 1; fi
    value=$({
        each summon "$1" && write_court && chown -R "0:$JUDGE" "$court" && chmod -R g+rX,o= "$court" &&
            timeout -k 1 20 unshare --net --pid --fork --kill-child -- sh -c "$TRIAL" judge \
                "/proc/$process/root" "$program" "$inside/.check.tmp" "$court" "$JUDGE" </dev/null
    } 2>&1)
    verdict=$?
    rm -rf -- "$court"
    value=$(printf '%s\n' "${value:-Traefik could not be asked whether it can read it}" | tail -n 20)
    case $verdict in
        0) ;;
        3) refuse invalid "$value" ;;
        *) blame "$value" ;;
    esac
}

summon() { cp -- "$temp" "$court/files/$item.yml"; }

# Names of entry points are those of our own configuration (Traefik in front of
# the antiloop containers and on the management host).
# shellcheck disable=SC2016 # backticks are Traefik's
write_court() {
    printf '%s\n' 'http: {routers: {isobar-check: {rule: "Path(`/isobar-check`)", entryPoints: [traefik],' \
        '  service: noop@internal}}}' >"$court/files/0.yml"
    printf '%s\n' 'global: {checkNewVersion: false, sendAnonymousUsage: false}' 'api: {insecure: true}' \
        'log: {level: ERROR}' 'entryPoints:' '  traefik: {address: "127.0.0.1:8080"}' \
        '  web: {address: "127.0.0.1:80"}' '  websecure: {address: "127.0.0.1:443"}' \
        "providers: {providersThrottleDuration: 1ms, file: {watch: false, directory: $inside/.check.tmp/files}}" \
        >"$court/traefik.yml"
}

# Neither Debian nor systemd gives this number to an account (Debian policy 9.2.2;
# systemd's documentation of users and groups).
JUDGE=65532

# Arguments: root, program, directory as seen in root, the same from outside, user.
# Ends with 3 when Traefik found something wrong, and says what.
# shellcheck disable=SC2016 # expands when it runs
TRIAL='
    ip link set lo up && echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start || exit 1
    setpriv --no-new-privs chroot --userspec="$5:$5" --groups="$5" "$1" \
        "$2" --configFile="$3/traefik.yml" >"$4/log" 2>&1 &
    verdict=3
    tries=0
    while [ "$tries" -lt 500 ] && kill -0 $! 2>/dev/null && ! grep -q "Cannot start the provider" "$4/log"; do
        if curl -s --noproxy "*" --fail --max-time 2 -o "$4/route" \
            http://127.0.0.1:8080/api/http/routers/isobar-check@file; then
            verdict=0
            break
        fi
        tries=$((tries + 1))
        sleep 0.02
    done
    escape=$(printf "\\033")
    sed "s/$escape\[[0-9;]*m//g" "$4/log" | grep -v -e "does not exist" -e "No valid entryPoint" -e "t exist" &&
        verdict=3
    exit "$verdict"
'

# traefik_words: what Traefik said about its files since ours came, newest last.
traefik_words() {
    esc=$(printf '\033')
    docker logs --since "$1" traefik 2>&1 | sed "s/$esc\[[0-9;]*m//g" |
        grep -E 'collecting file configs|file\.Provider|building configuration' | tail -n 5
}

# restore_routes: puts files back that Traefik itself names as those it cannot
# read.
restore_routes() {
    directory=$home/traefik/dynamic
    records=$STATE/previous/record$directory
    [ -d "$records" ] || return 0
    words=$(traefik_words "$(find "$records" -type f -printf '%Ts\n' | sort -n | head -n 1)")
    [ -n "$words" ] || return 0
    restored=
    set +f
    for record in "$records"/*; do
        name=${record##*/}
        case $words in
            *"/$name:"* | *"/$name "*) put_back "$directory/$name" && restored="$restored $name" ;;
        esac
    done
    set -f
    if [ -n "$restored" ]; then
        refuse restored "$words${NL}put back:$restored"
    else
        refuse invalid "$words"
    fi
}

do_traefik() {
    want action
    [ "$value" = restore ] || finish malformed "there is no traefik action '$value'"
    need_lease
    if restore_routes; then result 'done' ''; else result "$outcome" "$problem"; fi
}

# set_aside: moves what is not ours out of the directory that is Traefik's alone,
# whatever it is.
set_aside() {
    directory=$home/traefik/dynamic
    case $path in
        "$directory"/?*) ;;
        *) refuse refused "$path is not in $directory"; return 1 ;;
    esac
    if ! within "$path" || ! managed directory "$directory" || managed file "$path"; then
        refuse refused "$path is not to be set aside: it is Isobar's, or its directory is not"
        return 1
    fi
    [ -L "$path" ] || [ -e "$path" ] || return 0
    enter "$path" || return 1
    value=$({
        mkdir -p -- "$STATE/set-aside${path%/*}" &&
            mv --backup=numbered -T -- "./${path##*/}" "$STATE/set-aside$path"
    } 2>&1) || blame "$value"
}

do_set_aside() {
    want path
    path=$value
    need_lease
    if set_aside; then result 'done' ''; else result "$outcome" "$problem"; fi
}

make_directory() {
    may_change directory "$path" && enter "$path" || return 1
    name=${path##*/}
    current "./$name"
    case $value in
        absent)
            [ "$expected" = absent ] || { moved "$path is gone since it was looked at"; return 1; }
            value=$(mkdir -m 700 -- "./$name" 2>&1) || { blame "$value"; return 1; }
            ;;
        directory)
            seen=$(stat -c '%U:%G:0%a' -- "./$name")
            [ "$seen" != "$owner:$group:$mode" ] || return 0
            [ "$seen" = "$expected" ] || { moved "$path changed since it was looked at: it is $seen"; return 1; }
            ;;
        *) moved "at $path there is a $value"; return 1 ;;
    esac
    value=$({ chown -h -- "$owner:$group" "./$name" && chmod -- "$mode" "./$name"; } 2>&1) || blame "$value"
}

do_mkdir() {
    want path
    path=$value
    attributes
    want expect
    expected=$value
    need_lease
    if make_directory; then result 'done' ''; else result "$outcome" "$problem"; fi
}

remove_file() {
    file_is "$name" "$path" absent "$expected" || return 1
    value=$(rm -f -- "./$name" 2>&1) || { blame "$value"; return 1; }
    forget "$path"
}

remove_directory() {
    [ "$value" = directory ] || { moved "at $path there is a $value"; return 1; }
    value=$(rmdir -- "./$name" 2>&1) && return 0
    case $value in
        *'not empty'*) refuse not-empty "$(find "./$name" -mindepth 1 -maxdepth 1 -printf '%f ' | head -c 300)" ;;
        *) blame "$value" ;;
    esac
}

remove_path() {
    within "$path" || { refuse refused "$path is outside of what Isobar manages"; return 1; }
    [ -e "${path%/*}" ] || return 0
    enter "$path" || return 1
    name=${path##*/}
    current "./$name"
    [ "$value" != absent ] || return 0
    may_change "$kind" "$path" && "remove_$kind"
}

do_remove() {
    want kind
    kind=$value
    want path
    path=$value
    want expect
    expected=$value
    need_lease
    case $kind in
        file | directory) ;;
        *) finish malformed 'only files and directories are removed' ;;
    esac
    if remove_path; then result 'done' ''; else result "$outcome" "$problem"; fi
}

replace_manifest() {
    receive managed.json "$size" "$digest" || return 1
    file_is managed.json "$STATE/managed.json" "$digest" "$expected" || return 1
    value=$({ sync -- "$temp" && mv -T -- "$temp" ./managed.json && sync -- .; } 2>&1) || blame "$value"
}

do_manifest() {
    want expect
    expected=$value
    want digest
    digest=$value
    want size
    size=$value
    { is_digest "$digest" && is_number "$size"; } || finish malformed 'digest or size'
    need_lease
    cd -P -- "$STATE" || finish failed "$STATE cannot be entered"
    if replace_manifest; then
        temp=
        manifest_loaded=no
        result 'done' ''
    else
        tidy
        result "$outcome" "$problem"
    fi
}

# ------------------------------------------------------------------ haproxy

# worker: the process that answers now; empty when none does.
worker() { ask_haproxy 'show info' 2>/dev/null | sed -n 's/^Pid: //p'; }

# loaded TEXT PID: whether another process than PID answers, and has the
# configuration with this description.
loaded() {
    value=$(ask_haproxy 'show info' 2>/dev/null) || return 1
    case $NL$value$NL in
        *"${NL}Pid: $2$NL"*) return 1 ;;
        *"${NL}description: $1$NL"*) ;;
        *) return 1 ;;
    esac
}

await_loaded() {
    tries=0
    until loaded "$1" "$2"; do
        tries=$((tries + 1))
        [ "$tries" -lt 50 ] || return 1
        sleep 0.2
    done
}

# A reload forgets what an operator set by hand.
set_by_hand() {
    ask_haproxy 'show servers state' 2>/dev/null |
        awk '$1 ~ /^[0-9]+$/ && NF > 7 && ($7 % 2 == 1 || int($7 / 8) % 2 == 1) { print $2 "/" $4 }'
}

service() { timeout -k 2 60 systemctl "$1" haproxy 2>&1; }

# go_back: puts the previous configuration in place again, so that the next
# restart of the host finds one that works.
go_back() {
    [ -f "$STATE/previous/content/etc/haproxy/haproxy.cfg" ] &&
        put_back /etc/haproxy/haproxy.cfg && service reload >/dev/null
}

reload_haproxy() {
    hands=$(set_by_hand)
    if [ -n "$hands" ]; then
        hands=$(printf '%s' "$hands" | tr '\n' ' ')
        refuse refused "a reload would forget that these servers were taken out by hand: $hands"
        return 1
    fi
    before=$(worker)
    files=$(haproxy_files)
    if value=$(service reload) && await_loaded "$1" "$before"; then
        note_loaded "$files"
        return 0
    fi
    words=${value:-the process did not take the configuration over within 10 s}
    if go_back; then
        refuse restored "$words"
    else
        refuse failed "$words"
    fi
}

# ready_haproxy SERVERS: takes servers back into service that are still out.
ready_haproxy() {
    case $1 in
        '' | *[!A-Za-z0-9_.:/\ -]*) refuse refused 'those are no names of servers'; return 1 ;;
    esac
    hands=" $(set_by_hand | tr '\n' ' ') "
    for server in $1; do
        case $hands in
            *" $server "*) ask_haproxy "set server $server state ready" >/dev/null ;;
        esac
    done
    hands=" $(set_by_hand | tr '\n' ' ') "
    for server in $1; do
        case $hands in
            *" $server "*) refuse failed "$server did not come back into service"; return 1 ;;
        esac
    done
}

start_haproxy() {
    files=$(haproxy_files)
    value=$(service start) || { refuse failed "${value:-systemctl start haproxy failed}"; return 1; }
    if await_loaded "$1" none; then
        note_loaded "$files"
    else
        refuse failed 'haproxy started, but not with the configuration that was written'
    fi
}

# note_renewed FILE: what the process that answers has loaded is what it had, but
# for this file.
note_renewed() {
    [ -f "$RUN/haproxy-loaded" ] || return 0
    { read -r process && recorded=$(cat); } <"$RUN/haproxy-loaded" || return 0
    [ "$process" = "$(worker)" ] || return 0
    note_loaded "$(
        printf '%s\n' "$recorded" | while read -r sum name; do
            if [ "$name" = "$1" ]; then sha256sum -- "$name"; else printf '%s  %s\n' "$sum" "$name"; fi
        done
    )"
}

# renew_haproxy FILE: has HAProxy show new clients the certificate that was
# written, without a reload (HAProxy 2.6 management guide, 9.3, "set ssl cert").
# Should it not, it goes on with what it has, and the next look tells.
renew_haproxy() {
    case $1 in
        *[!A-Za-z0-9_./-]* | *..*) refuse refused 'that is no name of a certificate'; return 1 ;;
        /etc/haproxy/certs/*) ;;
        *) refuse refused 'that is no name of a certificate'; return 1 ;;
    esac
    if ! within "$1" || ! managed file "$1"; then
        refuse refused "$STATE/managed.json does not list $1"
        return 1
    fi
    # An empty line ends what is handed over; PEM has none.
    value=$(
        { printf 'set ssl cert %s <<\n' "$1"; grep -v '^[[:space:]]*$' -- "$1"; printf '\n'; } |
            socat -t 5 -T 5 - "UNIX-CONNECT:$STATISTICS" 2>&1
    )
    case $value in
        'Transaction '*) value=$(ask_haproxy "commit ssl cert $1" 2>&1) ;;
    esac
    case $value in
        *Success!*) ;;
        *)
            ask_haproxy "abort ssl cert $1" >/dev/null 2>&1
            refuse failed "HAProxy goes on with the old certificate: $(printf '%s' "$value" | tr '\n' ' ' | head -c 300)"
            return 1
            ;;
    esac
    if [ "$(served_stamp "$1")" != "$(certificate_stamp "$1")" ]; then
        refuse failed 'HAProxy still shows the old certificate'
        return 1
    fi
    note_renewed "$1"
}

do_haproxy() {
    want action
    action=$value
    want expect
    expected=$value
    need_lease
    case $action in
        reload | renew | start | ready) ;;
        *) finish malformed "there is no haproxy action '$action'" ;;
    esac
    if ! within /etc/haproxy/haproxy.cfg || ! managed file /etc/haproxy/haproxy.cfg; then
        result refused "$STATE/managed.json does not list the configuration of haproxy"
    elif "${action}_haproxy" "$expected"; then
        result 'done' ''
    else
        result "$outcome" "$problem"
    fi
}

# ------------------------------------------------------------------ cluster

CLUSTER=ha_cluster

# cluster_listed: the rule every change of the cluster obeys.
cluster_listed() {
    load_manifest
    case $manifest in
        *"$NL\"cluster/virtual-ip\"$NL"* | *"$NL\"cluster/virtual-ip\",$NL"*) ;;
        *) refuse refused "$STATE/managed.json does not list cluster/virtual-ip"; return 1 ;;
    esac
    has_cluster_software || refuse failed 'pcs, corosync or pacemaker-cli-utils is not installed'
}

cluster_name() {
    sed -n 's/^[[:blank:]]*cluster_name:[[:blank:]]*//p' /etc/corosync/corosync.conf 2>/dev/null | head -n 1
}

# long COMMAND: runs a program of pcs or pacemaker within its time.
long() {
    value=$(timeout -k 5 "$@" </dev/null 2>&1) || blame "$(printf '%s\n' "$value" | tail -n 12)"
}

# holds_nothing: whether the cluster this host is in has no resource; where it
# stands still, by what it had.
holds_nothing() {
    value=$(timeout -k 1 10 cibadmin -Q -o resources 2>/dev/null) ||
        value=$(cat /var/lib/pacemaker/cib/cib.xml 2>/dev/null)
    case $value in
        *'<primitive'* | *'<bundle'* | *'<template'*) return 1 ;;
    esac
}

# A cluster that does something is never destroyed.
clear_cluster() {
    [ -f /etc/corosync/corosync.conf ] || return 0
    name=$(cluster_name)
    case $name in
        '' | debian | "$CLUSTER") ;;
        *) refuse refused "this host is in the cluster $name, which is not Isobar's"; return 1 ;;
    esac
    holds_nothing || { refuse refused "the cluster $name has resources"; return 1; }
    long 120 pcs cluster destroy
}

# read_password: the payload, which never is an argument of any program.
read_password() {
    want digest
    digest=$value
    want size
    size=$value
    { is_digest "$digest" && is_number "$size" && [ "$size" -le 512 ]; } || finish malformed 'digest or size'
    secret=$(head -c "$size")
    case $secret in
        '' | *[[:cntrl:]]*) finish malformed 'a password is one line' ;;
    esac
    value=$(printf '%s' "$secret" | sha256sum)
    [ "${value%% *}" = "$digest" ] || finish malformed 'the password arrived incomplete'
}

password_cluster() {
    value=$(printf 'hacluster:%s\n' "$secret" | chpasswd 2>&1) || { blame "$value"; return 1; }
    value=$({
        cd -P -- "$STATE" && sweep cluster-password && new=$(mktemp ./.cluster-password.XXXXXXXX.tmp) &&
            printf '%s %s\n' "$digest" "$(shadow_digest)" >"$new" && mv -T -- "$new" ./cluster-password
    } 2>&1) || { blame "$value"; return 1; }
    long 60 systemctl enable --now pcsd
}

# create_cluster: what an earlier attempt came to stays. pcs itself refuses to make
# a cluster of hosts that are in one.
create_cluster() {
    name=$(cluster_name)
    if [ "$name" != "$CLUSTER" ]; then
        if [ -f /etc/corosync/corosync.conf ]; then
            refuse moved "this host is in the cluster '$name' since it was looked at"
            return 1
        fi
        set --
        for member in $members; do set -- "$@" "${member%%=*}" "addr=${member#*=}"; done
        # Without -p it asks for the password, and reads the answer from here.
        value=$(printf '%s\n' "$secret" | timeout -k 5 60 pcs host auth -u hacluster "$@" 2>&1) ||
            { blame "$(printf '%s\n' "$value" | tail -n 12)"; return 1; }
        long 120 pcs cluster setup "$CLUSTER" "$@" || return 1
    fi
    long 120 pcs cluster start --all --wait=90 && long 60 pcs cluster enable --all
}

start_cluster() {
    [ "$(cluster_name)" = "$CLUSTER" ] || { refuse moved 'this host is not in our cluster'; return 1; }
    timeout -k 1 5 cibadmin -Q -o crm_config >/dev/null 2>&1 || long 120 pcs cluster start --wait=90 || return 1
    long 60 pcs cluster enable
}

# cluster_settings: what docs/virtual-ip.md explains, by the names pcs would give.
# Whatever is set already stays, and all is changed at once.
cluster_settings() {
    nic=
    [ "$interface" = - ] || nic="<nvpair id='ip_gb-instance_attributes-nic' name='nic' value='$interface'/>"
    cat <<END
<configuration>
 <crm_config><cluster_property_set id="cib-bootstrap-options">
  <nvpair id="cib-bootstrap-options-stonith-enabled" name="stonith-enabled" value="false"/>
  <nvpair id="cib-bootstrap-options-no-quorum-policy" name="no-quorum-policy" value="ignore"/>
 </cluster_property_set></crm_config>
 <resources>
  <primitive id="ip_gb" class="ocf" provider="heartbeat" type="IPaddr2">
   <instance_attributes id="ip_gb-instance_attributes">
    <nvpair id="ip_gb-instance_attributes-cidr_netmask" name="cidr_netmask" value="32"/>
    <nvpair id="ip_gb-instance_attributes-ip" name="ip" value="$address"/>$nic
   </instance_attributes>
   <operations>
    <op id="ip_gb-monitor-interval-10s" name="monitor" interval="10s" timeout="30s"/>
    <op id="ip_gb-start-interval-0s" name="start" interval="0s" timeout="20s"/>
    <op id="ip_gb-stop-interval-0s" name="stop" interval="0s" timeout="20s"/>
   </operations>
  </primitive>
  <clone id="haproxy-clone"><primitive id="haproxy" class="systemd" type="haproxy"><operations>
   <op id="haproxy-monitor-interval-5s" name="monitor" interval="5s" timeout="10s"/>
   <op id="haproxy-start-interval-0s" name="start" interval="0s" timeout="100s"/>
   <op id="haproxy-stop-interval-0s" name="stop" interval="0s" timeout="100s"/>
  </operations></primitive></clone>
 </resources>
 <constraints>
  <rsc_colocation id="colocation-ip_gb-haproxy-clone-INFINITY" rsc="ip_gb" with-rsc="haproxy-clone" score="INFINITY"/>
  <rsc_order id="order-haproxy-clone-ip_gb-mandatory" first="haproxy-clone" first-action="start"
   then="ip_gb" then-action="start" symmetrical="false"/>
 </constraints>
 <rsc_defaults><meta_attributes id="build-resource-defaults">
  <nvpair id="build-resource-stickiness" name="resource-stickiness" value="100"/>
 </meta_attributes></rsc_defaults>
</configuration>
END
}

# Monitors besides ours, constraints of "pcs resource move", and what "pcs node
# standby", "pcs resource unmanage" or "disable" and maintenance leave behind.
HANDS="//rsc_location[@rsc='ip_gb' or @rsc='haproxy' or @rsc='haproxy-clone']
//primitive[@id='ip_gb' or @id='haproxy']/meta_attributes/nvpair[@name='is-managed' or @name='target-role' or @name='maintenance']
//clone[@id='haproxy-clone']/meta_attributes/nvpair[@name='is-managed' or @name='target-role' or @name='maintenance']
//primitive[@id='ip_gb']/operations/op[@name='monitor'][not(@id='ip_gb-monitor-interval-10s')]
//primitive[@id='haproxy']/operations/op[@name='monitor'][not(@id='haproxy-monitor-interval-5s')]
//nodes/node/instance_attributes/nvpair[@name='standby' or @name='maintenance']
//crm_config//nvpair[@name='maintenance-mode' or @name='stop-all-resources']"

take_back() {
    [ "$interface" != - ] || printf '%s\n' "//primitive[@id='ip_gb']/instance_attributes/nvpair[@name='nic']"
    printf '%s\n' "$HANDS"
}

configure_cluster() {
    [ "$(cluster_name)" = "$CLUSTER" ] || { refuse moved 'this host is not in our cluster'; return 1; }
    value=$(cluster_settings | timeout -k 1 30 cibadmin --modify --allow-create --xml-pipe 2>&1) ||
        { blame "$value"; return 1; }
    take_back >"$scratch/paths"
    while IFS= read -r xpath <&3; do
        # Nothing of the kind is no fault.
        value=$(timeout -k 1 30 cibadmin --delete-all --force --xpath "$xpath" 2>&1) || case $value in
            *'No such device'* | *'not exist'*) ;;
            *) blame "$value"; return 1 ;;
        esac
    done 3<"$scratch/paths"
    long 90 crm_resource --wait --timeout=80 || return 1
    value=$(timeout -k 1 10 crm_resource --locate --resource ip_gb 2>&1)
    case $value in
        *'is running on'*) ;;
        *) refuse failed "the address is nowhere: $(timeout -k 1 10 crm_mon -1 2>&1 | tail -n 12)" ;;
    esac
}

cleanup_cluster() { long 60 crm_resource --cleanup && long 90 crm_resource --wait --timeout=80; }

read_members() {
    want members
    members=$value
    for member in $members; do
        case $member in
            *[!a-z0-9=.:-]* | =* | -* | *= | *=*=*) finish malformed 'that is no member' ;;
            *=*) ;;
            *) finish malformed 'that is no member' ;;
        esac
        is_address "${member#*=}" || finish malformed 'that is no address'
    done
}

read_address() {
    want address
    address=$value
    is_address "$address" || finish malformed 'that is no address'
    want interface
    interface=$value
    case $interface in
        -) ;;
        '' | -* | *[!A-Za-z0-9_.-]* | ????????????????*) finish malformed 'that is no interface' ;;
    esac
}

do_cluster() {
    want action
    action=$value
    case $action in
        clear | start | cleanup) ;;
        password) read_password ;;
        create) read_members; read_password ;;
        configure) read_address ;;
        *) finish malformed "there is no cluster action '$action'" ;;
    esac
    need_lease
    scratch=$(mktemp -d /tmp/isobar.XXXXXXXX) || finish failed 'no temporary directory could be made in /tmp'
    if cluster_listed && "${action}_cluster"; then
        result 'done' ''
    else
        result "$outcome" "$problem"
    fi
    secret=
    tidy
}

# ------------------------------------------------------------ the rest

install_script() {
    if [ ! -d "$LIBRARY" ] && ! value=$(mkdir -m 755 -- "$LIBRARY" 2>&1); then
        blame "$value"
        return 1
    fi
    enter "$INSTALLED" || return 1
    receive isobar-helper "$size" "$digest" || return 1
    value=$({
        sh -n "$temp" && chown root:root "$temp" && chmod 0755 "$temp" && sync -- "$temp" &&
            mv -T -- "$temp" ./isobar-helper
    } 2>&1) || blame "$value"
}

install_rule() {
    enter /etc/sudoers.d/isobar || return 1
    sweep isobar
    # sudo passes over names with a dot: a half-written rule is never read.
    temp=$(mktemp ./.isobar.XXXXXXXX.tmp 2>&1) || { value=$temp temp=; blame "$value"; return 1; }
    value=$({
        printf '%s ALL=(root) NOPASSWD: %s ""\n' "$user" "$INSTALLED" >"$temp" &&
            visudo -cqf "$temp" && chown root:root "$temp" && chmod 0440 "$temp" && sync -- "$temp" &&
            mv -T -- "$temp" ./isobar
    } 2>&1) || blame "$value"
}

do_install() {
    want user
    user=$value
    want digest
    digest=$value
    want size
    size=$value
    { is_account "$user" && is_digest "$digest" && is_number "$size"; } || finish malformed 'user, digest or size'
    need_lease
    installed=
    if install_script && temp= && install_rule; then
        temp=
        result 'done' ''
    else
        tidy
        result "$outcome" "$problem"
    fi
}

# engine: becomes a connection to the container engine. Who may talk to it is
# root on this host.
do_engine() {
    command -v docker >/dev/null || {
        printf 'docker: not found on this host\n' >&2
        exit 127
    }
    if [ -n "$token" ]; then
        need_lease
        mkdir -p -- "$RUN/engine" && birth "$$" >"$RUN/engine/$$"
        exec 9>&-
    fi
    trap - EXIT HUP INT TERM PIPE
    exec docker system dial-stdio
}

do_version() {
    show_helper
    result 'done' "$PROTOCOL"
}

# --------------------------------------------------------------------- main

main() {
    trap tidy EXIT
    trap 'exit 129' HUP INT TERM
    trap '' PIPE
    [ "$#" -eq 0 ] || finish malformed 'the helper takes no arguments'
    cd / || exit 70
    want isobar-request
    [ "$value" = "$PROTOCOL" ] || finish protocol "this helper speaks protocol $PROTOCOL"
    want digest
    script=$value
    want host
    host=$value
    case $host in
        '' | *[!a-z0-9-]*) finish malformed 'that is no host name' ;;
    esac
    want home
    home=$value
    case $home in
        *[!A-Za-z0-9._/-]* | */../* | */./* | *//* | */.. | */. | */) finish malformed 'that is no home directory' ;;
        /home/?* | /srv/?* | /opt/?*) ;;
        *) finish refused 'the home of the containers lies in /home, /srv or /opt' ;;
    esac
    want token
    token=$value
    [ "$token" != - ] || token=
    [ -z "$token" ] || is_number "$token" || finish malformed 'a lease token is a number'
    if [ "$script" != - ] && [ "$0" = "$INSTALLED" ]; then
        digest_of "$INSTALLED" || finish failed "$problem"
        installed=$value
        [ "$value" = "$script" ] || finish outdated "the helper installed here is $value"
    fi
    while :; do
        line
        verb=$value
        [ "$verb" = put ] || settle
        item=$((item + 1))
        case $verb in
            observe | probe | lease | put | mkdir | remove | manifest | haproxy | traefik | install | version)
                "do_$verb"
                ;;
            cluster) do_cluster ;;
            set-aside) do_set_aside ;;
            engine) do_engine ;;
            end) finish 'done' '' ;;
            *) finish malformed "there is no verb '$verb'" ;;
        esac
    done
}

main "$@"
