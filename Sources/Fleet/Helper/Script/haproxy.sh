# HAProxy: its configuration, certificates and servers.

ask_haproxy() { printf '%s\n' "$1" | socat -t 5 -T 5 - "UNIX-CONNECT:$STATISTICS"; }

# haproxy_names: the files its configuration names.
haproxy_names() { grep -oE '/etc/haproxy/[A-Za-z0-9_./-]+' /etc/haproxy/haproxy.cfg 2>/dev/null | sort -u; }

# haproxy_files [NAMES]: what HAProxy reads when it loads its configuration, by
# digest.
haproxy_files() {
    # shellcheck disable=SC2046,SC2086 # names without blanks or patterns
    find /etc/haproxy/haproxy.cfg ${1-$(haproxy_names)} -type f -exec sha256sum -- {} + 2>/dev/null
}

# is_outdated INFO NAMES: whether the process that answers, whose "show info" is
# given, has loaded other contents than its files have now. What we had it load is known
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
            [ "$recorded" != "$(haproxy_files "$2")" ]
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
    stamp=$(
        sed -n '/^-----END CERTIFICATE-----/q;/^-----BEGIN CERTIFICATE-----/,$ {/^-/!p}' "$1" |
            base64 -d 2>/dev/null | sha1sum | tr a-f A-F
    )
    printf '%s\n' "${stamp%% *}"
}

# served_stamp FILE: the same of the certificate that HAProxy shows new clients;
# empty when it knows no such file.
served_stamp() { ask_haproxy "show ssl cert $1" 2>/dev/null | sed -n 's/^SHA1 FingerPrint: //p'; }

# ask_served NAMES: "show info", and "show ssl cert" of every certificate among the
# names, in one go.
ask_served() {
    questions='show info'
    for name in $1; do
        case $name in
            *.pem) [ ! -f "$name" ] || questions="$questions;show ssl cert $name" ;;
        esac
    done
    ask_haproxy "$questions"
}

# serves_older ANSWERS: whether new clients are shown another certificate than the
# one in the file, whoever had HAProxy load it.
serves_older() {
    file=
    IFS=$NL
    # shellcheck disable=SC2086 # split into lines
    set -- $1
    IFS=' 	
'
    for each; do
        case $each in
            'Filename: '*) file=${each#Filename: } ;;
            'SHA1 FingerPrint: '*)
                [ "${each#SHA1 FingerPrint: }" = "$(certificate_stamp "$file")" ] || return 0
                ;;
        esac
    done
    return 1
}

# note_loaded FILES: remembers what the process that answers now has loaded.
# Without this record nothing is lost but the knowledge.
note_loaded() {
    mkdir -p -- "$RUN" && printf '%s\n%s\n' "$(worker)" "$1" >"$RUN/haproxy-loaded"
}

show_haproxy() {
    if ! command -v haproxy >/dev/null; then
        fields '#haproxy' silent '' ''
    elif ! command -v socat >/dev/null && systemctl --quiet is-active haproxy; then
        # It runs, and nobody can tell with what.
        fields '#haproxy' running '' ''
    elif names=$(haproxy_names) && value=$(ask_served "$names" 2>/dev/null); then
        fields '#haproxy' running "${value%%"$NL$NL"*}" "$(ask_haproxy 'show stat')"
        if is_outdated "$value" "$names" || serves_older "$value"; then fields '#outdated'; fi
    else
        fields '#haproxy' silent '' ''
    fi
    [ ! -s "$HELD" ] || fields '#held' "$(cat -- "$HELD")"
    [ "$virtual" = - ] && return
    case $(ip -o addr show) in
        *" $virtual/"*) fields '#address' present ;;
        *) fields '#address' absent ;;
    esac
}

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

# A reload forgets what was set on the process that runs.
set_by_hand() {
    ask_haproxy 'show servers state' 2>/dev/null |
        awk '$1 ~ /^[0-9]+$/ && NF > 7 && ($7 % 2 == 1 || int($7 / 8) % 2 == 1) { print $2 "/" $4 }'
}

service() { timeout -k 2 60 systemctl "$1" haproxy 2>&1; }

# go_back: puts the previous configuration in place again, so that the next
# restart of the host finds one that works. A reload ends before the process that
# comes answers (haproxy(1), SIGUSR2): who looks next is to see that one.
go_back() {
    [ -f "$STATE/previous/content/etc/haproxy/haproxy.cfg" ] || return 1
    refused=$(worker)
    put_back /etc/haproxy/haproxy.cfg && service reload >/dev/null || return 1
    tries=0
    while [ "$(worker)" = "$refused" ] && [ "$tries" -lt 50 ]; do
        tries=$((tries + 1))
        sleep 0.2
    done
}

reload_haproxy() {
    hands=$(set_by_hand)
    if [ -n "$hands" ]; then
        # Nothing is loaded, so nothing is on trial.
        drop_trial
        hands=$(printf '%s' "$hands" | tr '\n' ' ')
        refuse refused "a reload would forget that these servers are out of service: $hands"
        return 1
    fi
    before=$(worker)
    files=$(haproxy_files)
    # Looking at the process takes $value.
    if words=$(service reload) && await_loaded "$1" "$before"; then
        note_loaded "$files"
        return 0
    fi
    words=${words:-the process did not take the configuration over within 10 s}
    if go_back; then
        drop_trial
        refuse restored "$words"
    else
        refuse failed "$words"
    fi
}

# ready_haproxy SERVERS: takes servers back into service that are still out.
ready_haproxy() {
    are_servers "$1" || return 1
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
    strike_held "$1"
}

start_haproxy() {
    # Its package, which came since, starts it with a configuration of its own.
    if [ -n "$(worker)" ] && ! loaded "$1" none; then
        reload_haproxy "$1"
        return
    fi
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
        reload | renew | start | ready | maint | move | release | join | spread) ;;
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
