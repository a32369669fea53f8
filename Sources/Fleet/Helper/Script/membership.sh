# Who is in the cluster: made, started, left and joined.

# create_cluster: what an earlier attempt came to stays. pcs itself refuses to make
# a cluster of hosts that are in one.
create_cluster() {
    name=$(cluster_name)
    if [ "$name" != "$CLUSTER" ]; then
        if [ -f /etc/corosync/corosync.conf ]; then
            refuse moved "this host is in the cluster '$name' since it was looked at"
            return 1
        fi
        set --
        for member in $members; do set -- "$@" "${member%%=*}" "addr=${member#*=}"; done
        # Without -p it asks for the password, and reads the answer from here.
        value=$(printf '%s\n' "$secret" | timeout -k 5 60 pcs host auth -u hacluster "$@" 2>&1) ||
            { blame "$(printf '%s\n' "$value" | tail -n 12)"; return 1; }
        long 120 pcs cluster setup "$CLUSTER" "$@" && hasten_election || return 1
    fi
    # Nobody has to wait for this but the end.
    timeout -k 5 120 pcs cluster enable --all </dev/null >"$scratch/enable" 2>&1 &
    enabling=$!
    long 120 pcs cluster start --all --wait=90 || { wait "$enabling"; return 1; }
    wait "$enabling" || blame "$(tail -n 12 "$scratch/enable")"
}

# hasten_election: a node that starts waits 20 s for one that leads already (pacemaker,
# dc-deadtime). In a cluster that is new nobody does: this one leads after 2 s, for
# its first start only.
hasten_election() {
    value=$({
        cibadmin --empty >"$scratch/cib.xml" &&
            CIB_file=$scratch/cib.xml cibadmin --modify --allow-create --xml-text "<crm_config>
                <cluster_property_set id='cib-bootstrap-options'>
                <nvpair id='isobar-dc-deadtime' name='dc-deadtime' value='2s'/></cluster_property_set></crm_config>" &&
            install -o hacluster -g haclient -m 600 "$scratch/cib.xml" /var/lib/pacemaker/cib/cib.xml
    } 2>&1) || blame "$value"
}

# stand_cluster: whether this host would carry everything if the other one left.
stand_cluster() {
    [ "$(cluster_name)" = "$CLUSTER" ] || { refuse moved 'this host is not in our cluster'; return 1; }
    # A line for each member: that of this one can be any of them.
    value=$(timeout -k 1 10 crm_resource --locate --resource haproxy-clone 2>&1 | tr '\n' ' ')
    case "$value" in
        *"is running on: $host "*) ;;
        *) refuse failed "HAProxy does not run in the cluster on $host, so nobody would serve: $value" ;;
    esac
}

# leave_cluster: the other member goes on with the cluster; alone in one with
# something in it, this host stays.
leave_cluster() {
    [ -f /etc/corosync/corosync.conf ] || return 0
    if [ "$(cluster_name)" = "$CLUSTER" ]; then
        [ "$(grep -c '^[[:blank:]]*ring0_addr:' /etc/corosync/corosync.conf)" -ge 2 ] || holds_nothing ||
            { refuse refused 'this host is alone in the cluster'; return 1; }
        long 120 pcs cluster destroy
    else
        clear_cluster
    fi
}

# admit_cluster: the cluster goes on while it loses and gets a member (pcs(8),
# "cluster node").
admit_cluster() {
    [ "$(cluster_name)" = "$CLUSTER" ] || { refuse moved 'this host is not in our cluster'; return 1; }
    member=${members%%=*}
    if grep -Eq '^[[:blank:]]*device[[:blank:]]*\{' /etc/corosync/corosync.conf; then
        refuse failed 'the cluster has a third vote, which no member can join: take it out first'
        return 1
    fi
    if grep -Eq "^[[:blank:]]*name:[[:blank:]]*$member\$" /etc/corosync/corosync.conf; then
        long 120 pcs cluster node remove "$member" --skip-offline --force || return 1
    fi
    value=$(printf '%s\n' "$secret" | timeout -k 5 60 pcs host auth -u hacluster "$member" "addr=${members#*=}" 2>&1) ||
        { blame "$(printf '%s\n' "$value" | tail -n 12)"; return 1; }
    long 180 pcs cluster node add "$member" "addr=${members#*=}" --enable --start --wait=90 &&
        long 90 crm_resource --wait --timeout=80
}

start_cluster() {
    [ "$(cluster_name)" = "$CLUSTER" ] || { refuse moved 'this host is not in our cluster'; return 1; }
    timeout -k 1 5 cibadmin -Q -o crm_config >/dev/null 2>&1 || long 120 pcs cluster start --wait=90 || return 1
    long 60 pcs cluster enable
}
