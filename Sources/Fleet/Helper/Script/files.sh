# Changing files and directories, and the manifest that lists them.

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

check_haproxy() { haproxy_judges "$PWD/${1#./}" </dev/null; }

# HAProxy's own judgement of a certificate and key, in a configuration that
# holds nothing else. Nothing listens: -c only reads.
check_haproxy_certificate() {
    haproxy_judges /dev/stdin <<EOF
defaults
 mode tcp
 timeout connect 1s
 timeout client 1s
 timeout server 1s
listen check
 bind 127.0.0.1:65535 ssl crt $PWD/${1#./}
EOF
}

# haproxy_judges FILE. What takes too long says nothing about the file.
haproxy_judges() {
    command -v haproxy >/dev/null || { refuse failed 'haproxy is not installed'; return 1; }
    value=$(timeout -k 2 60 haproxy -c -f "$1" 2>&1) && return 0
    case $? in
        124 | 137) refuse failed 'haproxy -c did not end within 60 s' ;;
        *) refuse invalid "$(printf '%s' "$value" | tail -n 20)" ;;
    esac
}

# run_check NAME FILE
run_check() {
    case $1 in
        none | traefik-dynamic) ;;
        haproxy) check_haproxy "$2" ;;
        haproxy-certificate) check_haproxy_certificate "$2" ;;
        prometheus-configuration) promtool_judges "$2" check config --syntax-only ;;
        prometheus-rules) promtool_judges "$2" check rules ;;
        kernel-settings) check_kernel_settings "$2" ;;
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
    [ "$seen" = "$4" ] || [ "$seen" = "$3" ] || {
        # Its package may have come since.
        [ "$4" = default ] && { [ "$seen" = absent ] || is_default "$2"; }
    } || moved "$2 changed since it was looked at"
}

put_received() {
    name=${path##*/}
    file_is "$name" "$path" "$digest" "$expected" || return 1
    run_check "$check" "$temp" || return 1
    if [ "$check" != none ] && [ "$seen" != "$digest" ]; then
        keep "$name" "$path" "$digest" || return 1
        sync -- "$temp"
    fi
    place "$name" "$path" || return 1
    [ "$check" != kernel-settings ] || tell_kernel "$path"
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
    remark=
    if receive "${path##*/}" "$size" "$digest" && put_received; then
        temp=
        result 'done' "$remark"
    else
        tidy
        result "$outcome" "$problem"
    fi
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
        *'not empty'*)
            refuse not-empty "$(find "./$name" -mindepth 1 -maxdepth 1 -printf '%f\n' | LC_ALL=C sort | tr '\n' ' ' | head -c 300)"
            ;;
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
