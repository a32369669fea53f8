# Prometheus: what it has loaded, and files that promtool judges before it gets
# to see them.

PROMETHEUS=http://127.0.0.1:9090

ask_prometheus() { curl -sS --noproxy '*' --max-time 30 "$@" 2>/dev/null; }

# loading: the lines of its metrics that tell what it has loaded; fails when it
# does not answer.
loading() {
    value=$(ask_prometheus --fail "$PROMETHEUS/metrics") &&
        printf '%s\n' "$value" | grep -aE '^prometheus_(config_last_reload_success|rule_group_rules)'
}

# newest: when the newest of its files last changed.
newest() {
    find "$home/prometheus" -maxdepth 2 -type f -name '*.yml' -printf '%C@\n' 2>/dev/null | sort -n | tail -n 1
}

show_prometheus() {
    if value=$(loading); then
        fields '#prometheus' answers "$(newest)"
        printf '%s' "$value" | capped
    else
        fields '#prometheus' silent '' ''
    fi
}

# promtool_judges FILE ARGUMENTS: whether promtool takes the file. It is that of
# the image which the container here was made of, whether that runs or not, as an
# account nobody has, without network or privilege. Without a container there is
# nothing that a bad file could keep from going on, and the one that comes judges
# by itself.
promtool_judges() {
    judged=$1
    shift
    image=$(docker inspect --type container --format '{{.Image}}' prometheus 2>/dev/null) || return 0
    court=
    if ! value=$({ mkdir -p -- "$RUN" && mktemp -d "$RUN/check.XXXXXXXX"; } 2>&1); then blame "$value"; return 1; fi
    court=$value
    value=$({
        cp -- "$judged" "$court/file.yml" && chmod 755 -- "$court" && chmod 644 -- "$court/file.yml" &&
            timeout -k 2 60 docker run --rm --pull never --network none --read-only --cap-drop ALL \
                --security-opt no-new-privileges --user "$JUDGE:$JUDGE" --volume "$court:/check:ro" \
                --entrypoint promtool "$image" "$@" /check/file.yml </dev/null
    } 2>&1)
    verdict=$?
    rm -rf -- "$court"
    [ "$verdict" -ne 0 ] || return 0
    value=$(printf '%s\n' "$value" | sed 's|/check/file[.]yml|the file|g' | tail -n 20)
    # docker-run(1): 125 to 127 are its own; timeout(1): 124 and 137.
    case $verdict in
        124 | 125 | 126 | 127 | 137) refuse failed "promtool could not be asked: $value" ;;
        *) refuse invalid "$value" ;;
    esac
}

await_prometheus() {
    tries=0
    until ask_prometheus --fail -o /dev/null "$PROMETHEUS/-/ready"; do
        tries=$((tries + 1))
        if [ "$tries" -ge 240 ]; then
            refuse failed "it does not answer: $(docker logs --tail 5 prometheus 2>&1)"
            return 1
        fi
        sleep 0.5
    done
}

# has_loaded: whether it took its files after the last of them changed, as one
# does that has just started with them.
has_loaded() {
    loading | awk -v changed="$(newest)" '
        $1 == "prometheus_config_last_reload_successful" { took = $2 }
        $1 == "prometheus_config_last_reload_success_timestamp_seconds" { moment = $2 }
        END { exit !(took == 1 && moment > changed + 0) }'
}

# have_it_reload: sets value to what it said.
have_it_reload() {
    value=$(ask_prometheus -w '\n%{http_code}' -X POST "$PROMETHEUS/-/reload")
    code=${value##*"$NL"}
    value=${value%"$NL"*}
    [ "$code" = 200 ]
}

# put_configuration_back: puts back the files that came since Prometheus last took them.
put_configuration_back() {
    records=$STATE/previous/record$home/prometheus
    [ -d "$records" ] || return 1
    since=$(loading | awk '$1 == "prometheus_config_last_reload_success_timestamp_seconds" { printf "%.3f", $2 }')
    restored=
    while IFS= read -r record <&4; do
        path=${record#"$STATE/previous/record"}
        put_back "$path" && restored="$restored $path"
    done 4<<END
$(find "$records" -type f -newermt "@${since:-0}")
END
    [ -n "$restored" ]
}

reload_prometheus() {
    await_prometheus || return 1
    ! has_loaded || return 0
    ! have_it_reload || return 0
    words=$value
    if put_configuration_back; then
        # It goes on either way; this way it would start again, too.
        have_it_reload
        refuse restored "$words${NL}put back:$restored"
    else
        refuse failed "${words:-it did not say why}"
    fi
}

do_prometheus() {
    want action
    [ "$value" = reload ] || finish malformed "there is no prometheus action '$value'"
    need_lease
    if ! managed file "$home/prometheus/prometheus.yml"; then
        result refused "$STATE/managed.json does not list the configuration of Prometheus"
    elif reload_prometheus; then
        result 'done' ''
    else
        result "$outcome" "$problem"
    fi
}
