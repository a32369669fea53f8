# The cluster that holds the virtual address.

has_cluster_software() { command -v pcs && command -v corosync && command -v cibadmin; } >/dev/null

# shadow_digest: what stands for the password hash of the cluster's account.
shadow_digest() { getent shadow hacluster | sha256sum | cut -c1-64; }

# password_stamp: the digest of the password we gave, if nobody gave another since.
password_stamp() {
    stamp=''
    shadow=''
    [ ! -f "$STATE/cluster-password" ] || read -r stamp shadow <"$STATE/cluster-password" || :
    [ -z "$stamp" ] || [ "$shadow" != "$(shadow_digest)" ] || printf '%s' "$stamp"
}

# show_cluster: what the cluster is configured to be, even where it stands still,
# and how it does. All programs are C and answer within 30 ms; pcs takes seconds.
show_cluster() {
    if ! has_cluster_software; then
        fields '#cluster' absent '' '' '' '' '' ''
        return
    fi
    state=running
    timeout -k 1 5 cibadmin -Q -o configuration >"$scratch/cib" 2>/dev/null &&
        timeout -k 1 5 crm_mon --output-as=xml -1 >"$scratch/status" 2>/dev/null || state=stopped
    if [ "$state" = stopped ]; then
        : >"$scratch/status"
        cat /var/lib/pacemaker/cib/cib.xml >"$scratch/cib" 2>/dev/null || :
    fi
    bearer=absent
    case $(ip -o addr show) in
        *" $cluster/"*) bearer=present ;;
    esac
    fields '#cluster' "$state" "$bearer" "$(systemctl is-enabled corosync pacemaker 2>/dev/null)" "$(password_stamp)"
    if [ -f /etc/corosync/corosync.conf ]; then capped </etc/corosync/corosync.conf; else fields ''; fi
    capped <"$scratch/cib"
    capped <"$scratch/status"
}

CLUSTER=ha_cluster

# cluster_listed: the rule every change of the cluster obeys.
cluster_listed() {
    load_manifest
    case $manifest in
        *"$NL\"cluster/virtual-ip\"$NL"* | *"$NL\"cluster/virtual-ip\",$NL"*) ;;
        *) refuse refused "$STATE/managed.json does not list cluster/virtual-ip"; return 1 ;;
    esac
    has_cluster_software || refuse failed 'pcs, corosync or pacemaker-cli-utils is not installed'
}

cluster_name() {
    sed -n 's/^[[:blank:]]*cluster_name:[[:blank:]]*//p' /etc/corosync/corosync.conf 2>/dev/null | head -n 1
}

# long COMMAND: runs a program of pcs or pacemaker within its time.
long() {
    value=$(timeout -k 5 "$@" </dev/null 2>&1) || blame "$(printf '%s\n' "$value" | tail -n 12)"
}

# holds_nothing: whether the cluster this host is in has no resource; where it
# stands still, by what it had.
holds_nothing() {
    value=$(timeout -k 1 10 cibadmin -Q -o resources 2>/dev/null) ||
        value=$(cat /var/lib/pacemaker/cib/cib.xml 2>/dev/null)
    case $value in
        *'<primitive'* | *'<bundle'* | *'<template'*) return 1 ;;
    esac
}

# A cluster that does something is never destroyed.
clear_cluster() {
    [ -f /etc/corosync/corosync.conf ] || return 0
    name=$(cluster_name)
    case $name in
        '' | debian | "$CLUSTER") ;;
        *) refuse refused "this host is in the cluster $name, which is not Isobar's"; return 1 ;;
    esac
    holds_nothing || { refuse refused "the cluster $name has resources"; return 1; }
    long 120 pcs cluster destroy
}

# read_password: the payload, which never is an argument of any program.
read_password() {
    want digest
    digest=$value
    want size
    size=$value
    { is_digest "$digest" && is_number "$size" && [ "$size" -le 512 ]; } || finish malformed 'digest or size'
    secret=$(head -c "$size")
    case $secret in
        '' | *[[:cntrl:]]*) finish malformed 'a password is one line' ;;
    esac
    value=$(printf '%s' "$secret" | sha256sum)
    [ "${value%% *}" = "$digest" ] || finish malformed 'the password arrived incomplete'
}

password_cluster() {
    value=$(printf 'hacluster:%s\n' "$secret" | chpasswd 2>&1) || { blame "$value"; return 1; }
    value=$({
        cd -P -- "$STATE" && sweep cluster-password && new=$(mktemp ./.cluster-password.XXXXXXXX.tmp) &&
            printf '%s %s\n' "$digest" "$(shadow_digest)" >"$new" && mv -T -- "$new" ./cluster-password
    } 2>&1) || { blame "$value"; return 1; }
    long 60 systemctl enable --now pcsd
}

# preferred_location MEMBER SCORE: less than the stickiness it only says where the
# address goes when it is nowhere.
preferred_location() {
    printf '<rsc_location id="location-ip_gb-preferred" rsc="ip_gb" node="%s" score="%s"/>' "$1" "$2"
}

# cluster_settings: what docs/virtual-ip.md explains, by the names pcs would give.
# Whatever is set already stays, and all is changed at once.
cluster_settings() {
    nic=
    preferred=
    case $preference in
        'on '*) preferred=$(preferred_location "${preference#on }" 50) ;;
    esac
    [ "$interface" = - ] || nic="<nvpair id='ip_gb-instance_attributes-nic' name='nic' value='$interface'/>"
    cat <<END
<configuration>
 <crm_config><cluster_property_set id="cib-bootstrap-options">
  <nvpair id="cib-bootstrap-options-stonith-enabled" name="stonith-enabled" value="false"/>
  <nvpair id="cib-bootstrap-options-no-quorum-policy" name="no-quorum-policy" value="$policy"/>
 </cluster_property_set></crm_config>
 <resources>
  <primitive id="ip_gb" class="ocf" provider="heartbeat" type="IPaddr2">
   <instance_attributes id="ip_gb-instance_attributes">
    <nvpair id="ip_gb-instance_attributes-cidr_netmask" name="cidr_netmask" value="32"/>
    <nvpair id="ip_gb-instance_attributes-ip" name="ip" value="$address"/>$nic
   </instance_attributes>
   <operations>
    <op id="ip_gb-monitor-interval-10s" name="monitor" interval="10s" timeout="30s"/>
    <op id="ip_gb-start-interval-0s" name="start" interval="0s" timeout="20s"/>
    <op id="ip_gb-stop-interval-0s" name="stop" interval="0s" timeout="20s"/>
   </operations>
  </primitive>
  <clone id="haproxy-clone"><primitive id="haproxy" class="systemd" type="haproxy"><operations>
   <op id="haproxy-monitor-interval-5s" name="monitor" interval="5s" timeout="10s"/>
   <op id="haproxy-start-interval-0s" name="start" interval="0s" timeout="100s"/>
   <op id="haproxy-stop-interval-0s" name="stop" interval="0s" timeout="100s"/>
  </operations></primitive></clone>
 </resources>
 <constraints>
  <rsc_colocation id="colocation-ip_gb-haproxy-clone-INFINITY" rsc="ip_gb" with-rsc="haproxy-clone" score="INFINITY"/>
  <rsc_order id="order-haproxy-clone-ip_gb-mandatory" first="haproxy-clone" first-action="start"
   then="ip_gb" then-action="start" symmetrical="false"/>$preferred
 </constraints>
 <rsc_defaults><meta_attributes id="build-resource-defaults">
  <nvpair id="build-resource-stickiness" name="resource-stickiness" value="100"/>
 </meta_attributes></rsc_defaults>
</configuration>
END
}

# Monitors besides ours, constraints of "pcs resource move", and what "pcs node
# standby", "pcs resource unmanage" or "disable" and maintenance leave behind; and
# what made the cluster's first start short.
HANDS="//rsc_location[@rsc='ip_gb' or @rsc='haproxy' or @rsc='haproxy-clone'][not(@id='location-ip_gb-preferred')]
//primitive[@id='ip_gb' or @id='haproxy']/meta_attributes/nvpair[@name='is-managed' or @name='target-role' or @name='maintenance']
//clone[@id='haproxy-clone']/meta_attributes/nvpair[@name='is-managed' or @name='target-role' or @name='maintenance']
//primitive[@id='ip_gb']/operations/op[@name='monitor'][not(@id='ip_gb-monitor-interval-10s')]
//primitive[@id='haproxy']/operations/op[@name='monitor'][not(@id='haproxy-monitor-interval-5s')]
//nodes/node/instance_attributes/nvpair[@name='standby' or @name='maintenance']
//crm_config//nvpair[@name='maintenance-mode' or @name='stop-all-resources' or @id='isobar-dc-deadtime']"

take_back() {
    [ "$interface" != - ] || printf '%s\n' "//primitive[@id='ip_gb']/instance_attributes/nvpair[@name='nic']"
    [ "$preference" != none ] || printf '%s\n' "$PREFERENCE"
    printf '%s\n' "$HANDS"
}

PREFERENCE="//rsc_location[@id='location-ip_gb-preferred']"

# prefer MEMBER SCORE
prefer() {
    value=$(preferred_location "$1" "$2" | timeout -k 1 30 cibadmin --modify --allow-create -o constraints --xml-pipe 2>&1) ||
        blame "$value"
}

# move_cluster: the preference is strong enough to move the address, and then as
# weak as it shall be. Where it did not move nothing is recorded.
move_cluster() {
    [ "$(cluster_name)" = "$CLUSTER" ] || { refuse moved 'this host is not in our cluster'; return 1; }
    prefer "$member" INFINITY && long 90 crm_resource --wait --timeout=80 || return 1
    value=$(timeout -k 1 10 crm_resource --locate --resource ip_gb 2>&1)
    case "$value " in
        *"is running on: $member "*) prefer "$member" 50 ;;
        *)
            timeout -k 1 30 cibadmin --delete-all --force --xpath "$PREFERENCE" >/dev/null 2>&1
            refuse failed "the address did not go to $member: $(timeout -k 1 10 crm_mon -1 2>&1 | tail -n 12)"
            ;;
    esac
}

configure_cluster() {
    [ "$(cluster_name)" = "$CLUSTER" ] || { refuse moved 'this host is not in our cluster'; return 1; }
    value=$(cluster_settings | timeout -k 1 30 cibadmin --modify --allow-create --xml-pipe 2>&1) ||
        { blame "$value"; return 1; }
    take_back >"$scratch/paths"
    while IFS= read -r xpath <&3; do
        # Nothing of the kind is no fault.
        value=$(timeout -k 1 30 cibadmin --delete-all --force --xpath "$xpath" 2>&1) || case $value in
            *'No such device'* | *'not exist'*) ;;
            *) blame "$value"; return 1 ;;
        esac
    done 3<"$scratch/paths"
    long 90 crm_resource --wait --timeout=80 || return 1
    value=$(timeout -k 1 10 crm_resource --locate --resource ip_gb 2>&1)
    case $value in
        *'is running on'*) ;;
        *) refuse failed "the address is nowhere: $(timeout -k 1 10 crm_mon -1 2>&1 | tail -n 12)" ;;
    esac
}

cleanup_cluster() { long 60 crm_resource --cleanup && long 90 crm_resource --wait --timeout=80; }

# arm_cluster: keeps a way back from the address that is configured next.
arm_cluster() {
    [ "$(cluster_name)" = "$CLUSTER" ] || { refuse moved 'this host is not in our cluster'; return 1; }
    arm_address "$seconds" "$address" "$interface"
}

read_trial() {
    want seconds
    seconds=$value
    if ! is_number "$seconds" || [ "$seconds" -gt 600 ]; then
        finish malformed 'a trial lasts at most 600 seconds'
    fi
    want address
    address=$value
    is_address "$address" || finish malformed 'that is no address'
    want interface
    interface=$value
    is_interface "$interface" || finish malformed 'that is no interface'
}

is_interface() {
    case $1 in
        -) ;;
        '' | -* | *[!A-Za-z0-9_.-]* | ????????????????*) return 1 ;;
    esac
}

read_members() {
    want members
    members=$value
    for member in $members; do
        case $member in
            *[!a-z0-9=.:-]* | =* | -* | *= | *=*=*) finish malformed 'that is no member' ;;
            *=*) ;;
            *) finish malformed 'that is no member' ;;
        esac
        is_address "${member#*=}" || finish malformed 'that is no address'
    done
}

read_address() {
    want address
    address=$value
    is_address "$address" || finish malformed 'that is no address'
    want interface
    interface=$value
    is_interface "$interface" || finish malformed 'that is no interface'
    want policy
    policy=$value
    case $policy in
        ignore | stop) ;;
        *) finish malformed 'that is no policy' ;;
    esac
    want preferred
    preference=$value
    case $preference in
        keep | none) ;;
        'on '*) is_member "${preference#on }" || finish malformed 'that is no member' ;;
        *) finish malformed 'that is no preference' ;;
    esac
}

is_member() {
    case $1 in
        '' | -* | *[!a-z0-9-]*) return 1 ;;
    esac
}

do_cluster() {
    want action
    action=$value
    case $action in
        clear | start | cleanup | stand | leave) ;;
        password) read_password ;;
        create) read_members; read_password ;;
        admit)
            read_members
            case $members in
                *' '*) finish malformed 'that is more than one member' ;;
            esac
            read_password
            ;;
        configure) read_address ;;
        arm) read_trial ;;
        move)
            want member
            member=$value
            is_member "$member" || finish malformed 'that is no member'
            ;;
        *) finish malformed "there is no cluster action '$action'" ;;
    esac
    need_lease
    scratch=$(mktemp -d /tmp/isobar.XXXXXXXX) || finish failed 'no temporary directory could be made in /tmp'
    remark=
    if cluster_listed && "${action}_cluster"; then
        result 'done' "$remark"
    else
        result "$outcome" "$problem"
    fi
    secret=
    tidy
}
