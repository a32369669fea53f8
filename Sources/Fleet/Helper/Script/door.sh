# Who may come into EMQX, changed: the dashboard's password, where users and rules come
# from, users.

# keep_record NAME TEXT: replaces a file of the state directory, which root alone reads.
keep_record() {
    value=$({
        cd -P -- "$STATE" && sweep "$1" && new=$(mktemp "./.$1.XXXXXXXX.tmp") && cat >"$new" <<END &&
$2
END
            sync -- "$new" && mv -T -- "$new" "./$1"
    } 2>&1) || blame "$value"
}

# note_stamp STAMP|-: remembers what stands for the password of the user. Users are told
# at the same time, each by a helper of its own, and share the record.
note_stamp() {
    {
        flock -w 30 7 || { refuse failed 'the record of users is being written by somebody else'; return 1; }
        stamps=$([ ! -f "$EMQX_STAMPS" ] || awk -v user="$user" '$2 != user' "$EMQX_STAMPS")
        [ "$1" = - ] || stamps="$stamps${stamps:+$NL}$1 $user $sort"
        keep_record emqx-users "$stamps"
    } 7<"$STATE"
}

# guard_authenticator: users come from EMQX's own database.
guard_authenticator() {
    ask_emqx GET "$EMQX_AUTHENTICATOR" ''
    case $status$body in
        404*)
            hash='{"name":"sha256","salt_position":"suffix"}'
            kind='"mechanism":"password_based","backend":"built_in_database","user_id_type":"username"'
            tell_emqx POST /authentication "{$kind,\"password_hash_algorithm\":$hash,\"enable\":true}"
            ;;
        200*'"enable":false'* | 200*'"enable": false'*)
            tell_emqx PUT "$EMQX_AUTHENTICATOR" "$(printf '%s' "$body" |
                sed 's/"id": *"[^"]*", *//; s/, *"id": *"[^"]*"//; s/"enable": *false/"enable":true/')"
            ;;
        *) judge_emqx ;;
    esac
}

# guard_rules: and so do rules; those that EMQX comes with allow everything.
guard_rules() {
    ask_emqx GET /authorization/sources/built_in_database ''
    case $status$body in
        404*) tell_emqx POST /authorization/sources '{"type":"built_in_database","enable":true}' ;;
        200*'"enable":false'* | 200*'"enable": false'*)
            tell_emqx PUT /authorization/sources/built_in_database '{"type":"built_in_database","enable":true}'
            ;;
        *) judge_emqx ;;
    esac && drop_from_emqx /authorization/sources/file || return 1
    tell_emqx GET /authorization/settings '' || return 1
    case $body in
        *'"no_match":"deny"'* | *'"no_match": "deny"'*) ;;
        *)
            tell_emqx PUT /authorization/settings "$(printf '%s' "$body" |
                sed 's/"no_match": *"[a-z]*"/"no_match":"deny"/')"
            ;;
    esac
}

# configure_emqx: the dashboard's password, and the door. Each part does nothing where
# it is so already.
configure_emqx() {
    if ! log_in "$words"; then
        # Both are on record before one takes the other's place.
        need_door && keep_record emqx-dashboard "$words$NL$known" &&
            tell_emqx POST /users/admin/change_pwd "{\"old_pwd\":$known,\"new_pwd\":$words}" || return 1
        log_in "$words" || { refuse failed "EMQX does not take the password it was just given ($status)"; return 1; }
    fi
    keep_record emqx-dashboard "$words" && guard_authenticator && guard_rules
}

# user_emqx: the rules before the user, who without rules may do nothing. Lines of
# words: the user as it is changed, as it is made, its rules or "-".
user_emqx() {
    changed=${words%%"$NL"*}
    words=${words#*"$NL"}
    made=${words%%"$NL"*}
    rules=${words#*"$NL"}
    rules=${rules%%"$NL"*}
    need_door || return 1
    if [ "$rules" = - ]; then
        drop_from_emqx "$EMQX_RULES/users/$user" || return 1
    else
        ask_emqx PUT "$EMQX_RULES/users/$user" "$rules"
        [ "$status" != 404 ] || ask_emqx POST "$EMQX_RULES/users" "[$rules]"
        judge_emqx || return 1
    fi
    ask_emqx GET "$EMQX_AUTHENTICATOR/users/$user" ''
    case $status in
        200) ask_emqx PUT "$EMQX_AUTHENTICATOR/users/$user" "$changed" ;;
        404) ask_emqx POST "$EMQX_AUTHENTICATOR/users" "$made" ;;
    esac
    judge_emqx && note_stamp "$stamp"
}

# note_emqx: what another member was told, all know.
note_emqx() { note_stamp "$stamp"; }

# leaving_users: the users that the resource stands for. Those whose names are secrets the
# record alone knows: they leave when another publisher was set after them, the last one
# when the broker has none of that sort.
leaving_users() {
    case $resource in
        '('*) ;;
        *)
            printf '%s\n' "$resource"
            return
            ;;
    esac
    stays=no
    if listed 'emqx/user/(publisher)'; then stays=yes; fi
    [ ! -f "$EMQX_STAMPS" ] || awk -v stays="$stays" '
        $3 != "listener" { if (hidden != "") print hidden; hidden = $3 == "hidden" ? $2 : "" }
        END { if (hidden != "" && stays == "no") print hidden }' "$EMQX_STAMPS"
}

# remove_emqx: the user last, so that it can be seen as long as anything is left.
remove_emqx() {
    need_door && leaving_users >"$scratch/leaving" || return 1
    while IFS= read -r user <&4; do
        drop_from_emqx "$EMQX_RULES/users/$user" && drop_from_emqx "$EMQX_AUTHENTICATOR/users/$user" &&
            note_stamp - || return 1
    done 4<"$scratch/leaving"
}

# listed ADDRESS: whether the manifest lists something of the whole broker.
listed() {
    load_manifest
    case $manifest in
        *"$NL\"$1\"$NL"* | *"$NL\"$1\",$NL"*) ;;
        *) return 1 ;;
    esac
}

# emqx_listed: what is changed is on record. To remove a user it is enough that the
# cluster is: the sender may have been told that all users are its own.
emqx_listed() {
    case $action in
        configure) subject=cluster/emqx ;;
        *) subject=emqx/user/$resource ;;
    esac
    listed "$subject" || { [ "$action" = remove ] && listed cluster/emqx; } ||
        refuse refused "$STATE/managed.json does not list $subject"
}

# read_words: the payload, lines of JSON.
read_words() {
    want digest
    digest=$value
    want size
    size=$value
    { is_digest "$digest" && is_number "$size" && [ "$size" -le 262144 ]; } || finish malformed 'digest or size'
    words=$(head -c "$size"; printf .)
    words=${words%.}
    value=$(printf '%s' "$words" | sha256sum)
    [ "${value%% *}" = "$digest" ] || finish malformed 'the words arrived incomplete'
}

# read_resource: the user's name as it stands in paths of the API, or what it is called.
read_resource() {
    want resource
    resource=$value
    case $resource in
        '(publisher)' | '(former-publisher)') ;;
        '' | . | .. | *[!A-Za-z0-9._%-]*) finish malformed 'that is no name of a user' ;;
    esac
}

# read_user: the resource, and the user's name as it stands in paths of the API.
read_user() {
    read_resource
    want user
    user=$value
    case $user in
        '' | . | .. | *[!A-Za-z0-9._%-]*) finish malformed 'that is no user' ;;
    esac
}

read_stamp() {
    want stamp
    stamp=$value
    is_digest "$stamp" || finish malformed 'that stands for no password'
    want sort
    sort=$value
    case $sort in
        hidden | publisher | listener) ;;
        *) finish malformed 'that is no sort of user' ;;
    esac
}

do_emqx() {
    want action
    action=$value
    case $action in
        configure) read_words ;;
        user)
            read_user
            read_stamp
            read_words
            ;;
        note)
            read_user
            read_stamp
            ;;
        remove) read_resource ;;
        *) finish malformed "there is no emqx action '$action'" ;;
    esac
    need_lease
    if emqx_listed && "${action}_emqx"; then
        log_out
        result 'done' ''
    else
        log_out
        result "$outcome" "$problem"
    fi
}
