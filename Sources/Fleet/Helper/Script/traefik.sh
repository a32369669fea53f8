# Traefik: its routes, and files that it judges before it gets to see them.

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
#
# The engine tells a process as soon as there is one. Until that has become
# Traefik it is the engine's own program, whose file reads "/" from here, or the
# start script of the image: it is given a moment. What stays another program
# judges nothing.
find_traefik() {
    tries=0
    while traefik_process; do
        program=$(readlink -- "/proc/$process/exe") || program=
        case $program in
            */traefik) return 0 ;;
        esac
        [ "$tries" -lt 30 ] || return 1
        tries=$((tries + 1))
        sleep 0.1
    done
    return 1
}

traefik_process() {
    format="{{.State.Pid}}{{range .Mounts}}{{if eq .Source \"$home/traefik\"}} {{.Destination}}{{end}}{{end}}"
    value=$(docker inspect --type container --format "$format" traefik 2>/dev/null) || return 1
    case $value in
        '0'* | *' '*' '*) return 1 ;;
        *' /'*) ;;
        *) return 1 ;;
    esac
    process=${value%% *}
    inside=${value#* }
}

# judge RECORDS: whether the running Traefik can read the staged files. What was
# said while it ended counts for nothing: the next one is asked, if there is one.
judge() {
    attempt=0
    while [ "$attempt" -lt 3 ] && find_traefik; do
        attempt=$((attempt + 1))
        born=$(birth "$process")
        ! hear "$1" || return 0
        if [ "$(birth "$process")" = "$born" ] && [ "$(readlink -- "/proc/$process/exe")" = "$program" ]; then
            return 1
        fi
    done
}

# hear RECORDS: has the running Traefik's own program read the staged files, with
# nothing else, and one of ours, whose route proves that all were read. It runs in
# the file system of its container, as an account nobody has, without network or
# privilege. Routes that miss something in another file are none of its business:
# the routes themselves are looked at when all is in place.
hear() {
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
        'metrics: {prometheus: {manualRouting: true}}' 'log: {level: ERROR}' \
        'entryPoints:' '  traefik: {address: "127.0.0.1:8080"}' \
        '  web: {address: "127.0.0.1:80"}' '  websecure: {address: "127.0.0.1:443"}' \
        "providers: {providersThrottleDuration: 1ms, file: {watch: false, directory: $inside/.check.tmp/files}}" \
        >"$court/traefik.yml"
}

# Neither Debian nor systemd gives this number to an account (Debian policy 9.2.2;
# systemd's documentation of users and groups).
JUDGE=65532

# Arguments: root, program, directory as seen in root, the same from outside, user.
# Ends with 3 when Traefik found something wrong, and says what; with 1 when it
# could not be run (setpriv(1) and chroot(1) end with 125 to 127 then).
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
    if ! kill -0 $! 2>/dev/null; then
        wait $!
        [ "$?" -lt 125 ] || verdict=1
    fi
    escape=$(printf "\\033")
    sed "s/$escape\[[0-9;]*m//g" "$4/log" | grep -v -e "does not exist" -e "No valid entryPoint" -e "t exist" &&
        [ "$verdict" -eq 0 ] && verdict=3
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
