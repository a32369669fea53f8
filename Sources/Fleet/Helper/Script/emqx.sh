# The member of the EMQX cluster on this host, by its REST API.
#
# Who talks to it knows the dashboard's password: the one the container was started
# with, or the one it was given since, which is on record here. Looking so needs
# nothing from the sender. No secret is an argument of a program: what is said goes
# through the shell's own printf.

EMQX_PORT=18083
EMQX_AUTHENTICATOR=/authentication/password_based%3Abuilt_in_database
EMQX_RULES=/authorization/sources/built_in_database/rules

# JSON strings, one a line, of which one is right: what EMQX was given last. The
# container may be made anew with another password while its data still have this one.
EMQX_LOGIN=$STATE/emqx-dashboard

# What stands for the passwords of users that were set here: a line "STAMP USER SORT" each,
# the one set last at the end. A "publisher" may do everything; one whose name is a secret
# is "hidden".
EMQX_STAMPS=$STATE/emqx-users

bearer=
status=000
body=
known=

# ask_emqx METHOD PATH JSON: sets status, 000 without an answer, and body.
# HTTP/1.0, so that the answer comes in one piece and ends with the connection.
ask_emqx() {
    reply=$(
        {
            printf '%s /api/v5%s HTTP/1.0\r\nHost: 127.0.0.1\r\n' "$1" "$2"
            [ -z "$bearer" ] || printf 'Authorization: Bearer %s\r\n' "$bearer"
            printf 'Content-Type: application/json\r\nContent-Length: %s\r\n\r\n%s' "${#3}" "$3"
        } |
            timeout -k 1 10 bash -c "exec 3<>/dev/tcp/127.0.0.1/$EMQX_PORT && cat >&3 && cat <&3" 2>/dev/null |
            tr -d '\000\r'
    )
    status=000
    body=
    case $reply in
        HTTP/1.[01]' '[0-9][0-9][0-9]*)
            status=${reply#HTTP/1.? }
            status=${status%"${status#???}"}
            ;;
    esac
    case $reply in
        *"$NL$NL"*) body=${reply#*"$NL$NL"} ;;
    esac
}

# judge_emqx: what EMQX did not do, its words tell.
judge_emqx() {
    case $status in
        2??) ;;
        000) refuse failed "EMQX does not answer on port $EMQX_PORT" ;;
        *) refuse failed "EMQX answers $status$(printf ': %.300s' "$body")" ;;
    esac
}

tell_emqx() { ask_emqx "$@" && judge_emqx; }

# drop_from_emqx PATH: what is not there need not go.
drop_from_emqx() {
    ask_emqx DELETE "$1" ''
    [ "$status" = 404 ] || judge_emqx
}

# log_in PASSWORD: a JSON string.
log_in() {
    bearer=
    ask_emqx POST /login "{\"username\":\"admin\",\"password\":$1}"
    [ "$status" = 200 ] || return 1
    known=$1
    case $body in
        *'"token"'*) bearer=${body#*'"token"'} ;;
        *) return 1 ;;
    esac
    bearer=${bearer#*'"'}
    bearer=${bearer%%'"'*}
    case $bearer in
        '' | *[!A-Za-z0-9._~+/=-]*)
            bearer=
            return 1
            ;;
    esac
}

log_out() {
    [ -z "$bearer" ] || ask_emqx POST /logout '{"username":"admin"}'
    bearer=
}

# started_with: sets started to the password the container was started with, as a
# JSON string. EMQX reads the variable as HOCON, whose quoted texts are JSON's here.
started_with() {
    started=$(
        timeout -k 1 5 docker inspect -f '{{range .Config.Env}}{{println .}}{{end}}' emqx 2>/dev/null |
            sed -n 's/^EMQX_DASHBOARD__DEFAULT_PASSWORD=//p'
    )
    case $started in
        '' | *"$NL"*) return 1 ;;
        '"'*) ;;
        *) started="\"$started\"" ;;
    esac
}

# open_door: logs in with what this host knows.
open_door() {
    status=000
    if [ -f "$EMQX_LOGIN" ]; then
        while IFS= read -r each <&4; do
            if log_in "$each"; then return 0; fi
        done 4<"$EMQX_LOGIN"
    fi
    started_with && log_in "$started"
}

# need_door: the same, with the reason why not.
need_door() {
    open_door && return
    case $status in
        4??) refuse failed "EMQX does not take the password of its dashboard that it was started with ($status)" ;;
        *) refuse failed "EMQX does not answer on port $EMQX_PORT" ;;
    esac
}

show_members() {
    if value=$(timeout -k 1 8 docker exec emqx /opt/emqx/bin/emqx_ctl cluster status 2>/dev/null); then
        fields '#members' answers "$value"
    else
        fields '#members' silent ''
    fi
}

# greeting: what a client without name and password is told: an MQTT 3.1.1 CONNECT,
# and the code of its CONNACK.
greeting() {
    value=$(
        timeout -k 1 5 bash -c 'exec 3<>/dev/tcp/127.0.0.1/1883 &&
            printf "\020\027\000\004MQTT\004\002\000\074\000\013isobar-look" >&3 && head -c 4 <&3' 2>/dev/null |
            od -An -tx1 | tr -d ' \n'
    )
    case $value in
        20020000) printf admitted ;;
        200200??) printf refused ;;
        *) printf silent ;;
    esac
}

# show_door: what the API tells of who may come in and do what. What is not there is
# an empty field; what could not be seen makes all of it unseen.
show_door() {
    door=silent
    : >"$scratch/door"
    if open_door; then
        door=open
        for question in /authentication /authorization/sources /authorization/settings \
            "$EMQX_AUTHENTICATOR/users?limit=1000" "$EMQX_RULES/users?limit=1000" "$EMQX_RULES/all" \
            "$EMQX_RULES/clients?limit=1000"; do
            ask_emqx GET "$question" ''
            case $status in
                200) fields "$body" ;;
                404) fields '' ;;
                *) door=silent ;;
            esac >>"$scratch/door"
        done
        log_out
    else
        case $status in
            4??) door=refused ;;
        esac
    fi
    stamps=
    [ ! -f "$EMQX_STAMPS" ] || stamps=$(cat -- "$EMQX_STAMPS")
    fields '#door' "$door" "$(greeting)" "$stamps"
    if [ "$door" = open ]; then cat -- "$scratch/door"; else fields '' '' '' '' '' '' ''; fi
}
