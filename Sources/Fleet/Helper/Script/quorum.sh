# The third vote of the cluster: corosync-qnetd on one host, corosync-qdevice on
# its members. Each host makes its own key and keeps it; what travels are
# certificates and the requests for them.

QNETD_DB=/etc/corosync/qnetd/nssdb
QDEVICE_DB=/etc/corosync/qdevice/net/nssdb

# enablement UNIT: "enabled active" when it runs now and after a start of the host.
enablement() {
    printf '%s %s' "$(systemctl is-enabled "$1" 2>/dev/null)" "$(systemctl is-active "$1" 2>/dev/null)"
}

# authority_digest: what stands for the authority of the server on this host.
authority_digest() {
    value=
    [ ! -f "$QNETD_DB/qnetd-cacert.crt" ] || value=$(sha256sum <"$QNETD_DB/qnetd-cacert.crt")
    printf '%s' "${value%% *}"
}

# enrolled_by: the authority whose certificate this member has.
enrolled_by() {
    [ ! -f "$STATE/quorum-authority" ] || [ ! -f "$QDEVICE_DB/cert9.db" ] || head -n 1 "$STATE/quorum-authority"
}

is_connected() { timeout -k 1 5 corosync-qdevice-tool -s 2>/dev/null | grep -Eq '^State:[[:blank:]]+Connected$'; }

# show_quorum: of the server's daemon and of the member's, as far as they are
# installed: whether it runs, the authority of its certificates, whether the
# member reaches the server.
show_quorum() {
    fields '#quorum'
    if command -v corosync-qnetd >/dev/null; then
        fields present "$(enablement corosync-qnetd)" "$(authority_digest)"
    else
        fields absent '' ''
    fi
    if command -v corosync-qdevice >/dev/null; then
        connection=no
        ! is_connected || connection=connected
        fields present "$(enablement corosync-qdevice)" "$(enrolled_by)" "$connection"
    else
        fields absent '' '' ''
    fi
}

# document FILE: hands its bytes to the sender.
document() {
    fields '#document'
    base64 -w 0 <"$1"
    printf '\0'
}

serve_quorum() {
    if [ ! -f "$QNETD_DB/cert9.db" ]; then
        long 60 corosync-qnetd-certutil -i -G || return 1
        # As the package does it: the daemon is not root.
        value=$(cd -P -- "$QNETD_DB" && chgrp coroqnetd . cert9.db key4.db 2>&1) || { blame "$value"; return 1; }
        long 60 systemctl try-restart corosync-qnetd || return 1
    fi
    long 60 systemctl enable --now corosync-qnetd || return 1
    document "$QNETD_DB/qnetd-cacert.crt"
}

forget_certificates() {
    value=$(rm -rf -- "$QDEVICE_DB" 2>&1 && rm -f -- "$STATE/quorum-authority" 2>&1) || blame "$value"
}

# request_quorum: a certificate that the sender's authority gave stays; else the
# answer is a request for one, by a new key. A run that was killed begins anew.
request_quorum() {
    [ "$(enrolled_by)" != "$digest" ] || return 0
    forget_certificates || return 1
    long 60 corosync-qdevice-net-certutil -i -c "$scratch/document" &&
        long 60 corosync-qdevice-net-certutil -r -n "$CLUSTER" || return 1
    printf '%s\n' "$digest" >"$QDEVICE_DB/authority" && document "$QDEVICE_DB/qdevice-net-node.crq"
}

sign_quorum() {
    long 60 corosync-qnetd-certutil -s -c "$scratch/document" -n "$CLUSTER" || return 1
    document "$QNETD_DB/cluster-$CLUSTER.crt"
}

enrol_quorum() {
    [ -f "$QDEVICE_DB/authority" ] || { refuse moved 'this member asked for no certificate'; return 1; }
    long 60 corosync-qdevice-net-certutil -M -c "$scratch/document" || return 1
    value=$({
        cd -P -- "$STATE" && sweep quorum-authority && new=$(mktemp ./.quorum-authority.XXXXXXXX.tmp) &&
            cat "$QDEVICE_DB/authority" >"$new" && mv -T -- "$new" ./quorum-authority
    } 2>&1) || { blame "$value"; return 1; }
    long 60 systemctl try-restart corosync-qdevice
}

# quorum_section: what corosync.conf(5) and corosync-qdevice(8) want; as pcs
# writes it, so that pcs can read it. The device's one vote makes three.
quorum_section() {
    printf '%s\n' 'quorum {' '    provider: corosync_votequorum'
    if [ "$1" = - ]; then
        printf '%s\n' '    two_node: 1'
    else
        printf '%s\n' '' '    device {' '        model: net' '        timeout: 5000' '        votes: 1' '' \
            '        net {' \
            '            algorithm: ffsplit' "            host: $1" '            tls: required' '        }' '    }'
    fi
    printf '%s\n' '}'
}

# write_quorum ADDRESS: corosync.conf with this device, or without one for "-".
write_quorum() {
    [ "$(cluster_name)" = "$CLUSTER" ] || { refuse moved 'this host is not in our cluster'; return 1; }
    quorum_section "$1" >"$scratch/section"
    value=$({
        cd -P -- /etc/corosync && sweep corosync.conf && new=$(mktemp ./.corosync.conf.XXXXXXXX.tmp) &&
            awk -v section="$scratch/section" '
                depth == 0 && $1 ~ /^quorum/ && /\{[[:blank:]]*$/ {
                    skipping = 1
                    while ((getline text < section) > 0) print text
                    found = 1
                }
                /\{[[:blank:]]*$/ { depth++ }
                !skipping { print }
                /^[[:blank:]]*\}/ { depth--; if (depth == 0) skipping = 0 }
                END { exit !found }
            ' corosync.conf >"$new" && chmod 644 "$new" &&
            COROSYNC_MAIN_CONFIG_FILE=/etc/corosync/$new corosync -t && mv -T -- "$new" ./corosync.conf
    } 2>&1) || blame "corosync.conf stays as it is: $value"
}

use_quorum() { write_quorum "$server"; }

# connect_quorum: the file of every member is written before this.
connect_quorum() {
    long 30 corosync-cfgtool -R && long 60 systemctl enable --now corosync-qdevice || return 1
    tries=0
    until is_connected; do
        tries=$((tries + 1))
        if [ "$tries" -ge 60 ]; then
            refuse failed "corosync-qdevice does not reach the third vote (TCP 5403): $(timeout -k 1 5 corosync-qdevice-tool -s 2>&1 | tail -n 6)"
            return 1
        fi
        sleep 0.5
    done
}

# leave_quorum: the member says that it goes while it still has the device.
leave_quorum() {
    long 60 systemctl disable --now corosync-qdevice && forget_certificates && write_quorum -
}

# reload_quorum: the file of every member is written before this, too.
reload_quorum() {
    ! corosync-cfgtool -s >/dev/null 2>&1 || long 30 corosync-cfgtool -R
}

retire_quorum() { long 60 systemctl disable --now corosync-qnetd; }

# read_document: the payload, a certificate or a request for one.
read_document() {
    want digest
    digest=$value
    want size
    size=$value
    { is_digest "$digest" && is_number "$size" && [ "$size" -le 65536 ]; } || finish malformed 'digest or size'
    head -c "$size" >"$scratch/document" || finish failed 'the document could not be kept in /tmp'
    value=$(sha256sum <"$scratch/document")
    [ "${value%% *}" = "$digest" ] || finish malformed 'the document arrived incomplete'
}

# quorum_listed: the rule every change of the third vote obeys.
quorum_listed() {
    load_manifest
    case $manifest in
        *"$NL\"cluster/quorum-device\"$NL"* | *"$NL\"cluster/quorum-device\",$NL"*) ;;
        *) refuse refused "$STATE/managed.json does not list cluster/quorum-device"; return 1 ;;
    esac
    case $action in
        serve | sign | retire) command -v corosync-qnetd ;;
        *) command -v corosync-qdevice ;;
    esac >/dev/null || refuse failed 'corosync-qnetd or corosync-qdevice is not installed'
}

do_quorum() {
    want action
    action=$value
    scratch=$(mktemp -d /tmp/isobar.XXXXXXXX) || finish failed 'no temporary directory could be made in /tmp'
    case $action in
        serve | connect | leave | reload | retire) ;;
        request | sign | enrol) read_document ;;
        use)
            want server
            server=$value
            is_address "$server" || finish malformed 'that is no address'
            ;;
        *) finish malformed "there is no quorum action '$action'" ;;
    esac
    need_lease
    if quorum_listed && "${action}_quorum"; then
        result 'done' ''
    else
        result "$outcome" "$problem"
    fi
    tidy
}
