# The account of the containers' files, and settings of the kernel.

# is_id TEXT: a number of a user or group other than root's.
is_id() {
    case $1 in
        '' | 0* | *[!0-9]* | ???????????*) return 1 ;;
    esac
}

# look_up DATABASE KEY: sets entry to the line, and is false when there is none.
look_up() { entry=$(getent "$1" "$2"); }

# field NUMBER: of the entry.
field() { printf '%s\n' "$entry" | cut -d: -f "$1"; }

# show_account "NAME UID GID"
show_account() {
    account=${1%% *}
    numbers=${1#* }
    uid='' gid='' groups='' uid_holder='' gid_holder='' namesake=''
    while IFS=: read -r name _ number own _; do
        [ "$name" != "$account" ] || { uid=$number gid=$own; }
        [ "$number" != "${numbers% *}" ] || uid_holder=$name
    done </etc/passwd
    while IFS=: read -r name _ number members; do
        [ "$name" != "$account" ] || namesake=$number
        [ "$number" != "${numbers#* }" ] || gid_holder=$name
        case ",$members," in
            *",$account,"*) groups="$groups$name " ;;
        esac
    done </etc/group
    [ -n "$uid" ] || ask_directory
    there=missing
    [ ! -d "$home" ] || there=present
    fields '#account' "$account" "$uid" "$gid" "$groups" "$there" "$uid_holder" "$gid_holder" "$namesake"
}

# ask_directory: what a directory service may know that the files do not.
ask_directory() {
    if look_up passwd "$account"; then
        uid=$(field 3)
        gid=$(field 4)
        # The first is its own.
        groups=$(id -nG -- "$account" 2>/dev/null | cut -s -d ' ' -f 2-)
    fi
    [ -n "$uid_holder" ] || ! look_up passwd "${numbers% *}" || uid_holder=$(field 1)
    [ -n "$gid_holder" ] || ! look_up group "${numbers#* }" || gid_holder=$(field 1)
    [ -n "$namesake" ] || ! look_up group "$account" || namesake=$(field 3)
}

show_accounts() { while IFS= read -r each; do show_account "$each"; done; }

ask_for_account() {
    numbers=${1#* }
    { is_account "${1%% *}" && is_id "${numbers% *}" && is_id "${numbers#* }"; } ||
        finish malformed 'an account has a name and two numbers'
}

# add_account: an account nobody logs in to with a password.
add_account() {
    if look_up passwd "$uid"; then
        refuse moved "the number $uid belongs to $(field 1) since the host was looked at"
        return 1
    fi
    value=$({
        umask 022
        look_up group "$gid" || groupadd --gid "$gid" -- "$account" || exit 1
        useradd --uid "$uid" --gid "$gid" --home-dir "$home" --create-home --shell /bin/bash --password '*' \
            --comment 'containers of the Global Broker' -- "$account"
    } 2>&1 9>&-) || blame "$value"
}

make_account() {
    managed account "/$account" || { refuse refused "$STATE/managed.json does not list $host/account/$account"; return 1; }
    if ! look_up passwd "$account"; then
        add_account || return 1
    elif [ "$(field 3):$(field 4)" != "$uid:$gid" ]; then
        # Its files bear its numbers.
        refuse moved "$account has the numbers $(field 3):$(field 4)"
        return 1
    fi
    for group in $groups; do
        case " $(id -nG -- "$account") " in
            *" $group "*) continue ;;
        esac
        value=$(usermod --append --groups "$group" -- "$account" 2>&1 9>&-) || { blame "$value"; return 1; }
    done
    [ ! -e "$home" ] || return 0
    enter "$home" || return 1
    value=$(install -d -m 755 -o "$uid" -g "$gid" -- "./${home##*/}" 2>&1) || blame "$value"
}

do_account() {
    want name
    account=$value
    want uid
    uid=$value
    want gid
    gid=$value
    want groups
    groups=$value
    { is_account "$account" && is_id "$uid" && is_id "$gid"; } || finish malformed 'an account has a name and two numbers'
    case $groups in
        docker) ;;
        -) groups= ;;
        *) finish malformed 'docker is the only group an account is put into' ;;
    esac
    need_lease
    if make_account; then result 'done' ''; else result "$outcome" "$problem"; fi
}

# check_kernel_settings FILE: only settings we know.
check_kernel_settings() {
    value=$(grep -vxE '#.*|[[:blank:]]*|(vm\.overcommit_memory|net\.core\.somaxconn) = [0-9]{1,6}' "$1") || return 0
    refuse refused "that is no setting of the kernel Isobar makes: $(printf '%s' "$value" | head -c 200)"
}

# tell_kernel FILE: what cannot be set now holds from the next start of the host
# on. In a container the kernel is somebody else's.
tell_kernel() {
    if systemd-detect-virt --quiet --container 2>/dev/null; then
        remark='written only: in a container the kernel is not the host'\''s own'
    elif ! value=$(sysctl -q -p "$1" 2>&1); then
        remark="warning: the kernel did not take it now, the file is read at the next start: $(printf '%s' "$value" | tail -n 3)"
    fi
}
