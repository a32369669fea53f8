# Asking containers how they are.

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
