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
            observe | probe | examine | reach | resolve | lease | put | mkdir | remove | manifest | haproxy | traefik | \
                install | version)
                "do_$verb"
                ;;
            cluster) do_cluster ;;
            quorum) do_quorum ;;
            redis) do_redis ;;
            emqx) do_emqx ;;
            package) do_package ;;
            account) do_account ;;
            sudo) do_sudo ;;
            trial) do_trial ;;
            set-aside) do_set_aside ;;
            prometheus) do_prometheus ;;
            engine) do_engine ;;
            end) finish 'done' '' ;;
            *) finish malformed "there is no verb '$verb'" ;;
        esac
    done
}

main "$@"
