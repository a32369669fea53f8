# Changes on trial: what could cut this host off is undone by the host itself,
# unless whoever made it comes back over a new connection and says that it may stay.

ARMED=$STATE/trial
ARMED_UNIT=/etc/systemd/system/isobar-trial.service

# A program of its own, so that nothing that comes to the helper's place changes
# it. "undo SECONDS ID" waits before; "undo boot" is for when the host comes up.
# shellcheck disable=SC2016 # expands when it runs
UNDO='#!/bin/sh
# Isobar: puts back what was on trial and was not confirmed.
umask 077
PATH=/usr/sbin:/usr/bin:/sbin:/bin
trial=/var/lib/isobar/trial

undo_file() {
    found=$(sha256sum <"$what")
    [ "${found%% *}" = "$tried" ] || return 0
    cp -p -T -- "$trial/content" "$what.isobar.tmp" && mv -T -- "$what.isobar.tmp" "$what" || return 1
    logger -t isobar -- "$what was changed, and nobody confirmed it: its former content is back" || :
    [ "$when" = boot ] || systemctl reload haproxy 9>&-
    return 0
}

crm() { timeout -k 1 30 "$@" 9>&- 2>/dev/null; }
set_at() { crm crm_resource --resource ip_gb --get-parameter "$1" || echo -; }

undo_address() {
    tries=0
    until crm cibadmin -Q -o resources >/dev/null; do
        tries=$((tries + 1))
        [ "$tries" -lt 60 ] || return 1
        sleep 2
    done
    [ "$(set_at ip) $(set_at nic)" = "$tried" ] || return 0
    read -r address interface <"$trial/content" || return 1
    if [ "$address" = - ]; then
        crm crm_resource --resource ip_gb --meta --set-parameter target-role --parameter-value Stopped || return 1
    else
        nic=
        [ "$interface" = - ] || nic="<nvpair id=\"ip_gb-instance_attributes-nic\" name=\"nic\" value=\"$interface\"/>"
        crm cibadmin --modify --allow-create -o resources --xml-text \
            "<primitive id=\"ip_gb\" class=\"ocf\" provider=\"heartbeat\" type=\"IPaddr2\"><instance_attributes
            id=\"ip_gb-instance_attributes\"><nvpair id=\"ip_gb-instance_attributes-ip\" name=\"ip\"
            value=\"$address\"/>$nic</instance_attributes></primitive>" || return 1
        [ "$interface" != - ] || crm crm_resource --resource ip_gb --delete-parameter nic
    fi
    logger -t isobar -- "the virtual address ${tried% *} was not confirmed: ${address%-} is back" || :
}

when=$1
[ "$when" = boot ] || sleep "$when"
exec 9>>/var/lib/isobar/lock
# Who holds it for longer hangs, perhaps because this host is cut off. What is
# undone is only what is still as it was tried.
flock -w 120 9 || :
{ read -r id && read -r what && read -r tried; } <"$trial/record" || exit 0
[ "$when" = boot ] || [ "$2" = "$id" ] || exit 0
case $what in
    /*) undo_file ;;
    *) undo_address ;;
esac || exit 1
rm -rf -- "$trial"
systemctl --quiet disable isobar-trial.service 9>&-
rm -f -- /etc/systemd/system/isobar-trial.service
'

# keep_way_back SECONDS WHAT TRIED ORDER: starts the clock. What is on trial is WHAT,
# as TRIED says; what it was before is in $ARMED/content already. A host that goes
# down meanwhile takes the way back in this ORDER when it comes up.
keep_way_back() {
    id=$(date +%s).$$
    value=$({
        printf '%s' "$UNDO" >"$ARMED/undo" && printf '%s\n' "$id" "$2" "$3" >"$ARMED/record" &&
            printf '%s\n' '[Unit]' 'Description=Isobar: puts back what was on trial when the host went down' \
                "ConditionPathExists=$ARMED/undo" "$4" '[Service]' 'Type=oneshot' \
                "ExecStart=/bin/sh $ARMED/undo boot" '[Install]' 'WantedBy=multi-user.target' >"$ARMED_UNIT" &&
            chmod 644 -- "$ARMED_UNIT" && systemctl --quiet enable isobar-trial.service 9>&- &&
            sync -- "$ARMED/undo" "$ARMED/content" "$ARMED/record" "$ARMED" "$ARMED_UNIT"
    } 2>&1) || { drop_trial; blame "$value"; return 1; }
    setsid sh "$ARMED/undo" "$1" "$id" </dev/null >/dev/null 2>&1 9>&- &
    remark=
}

NOTHING='there is nothing to go back to'

# arm_trial SECONDS: the way back of HAProxy's configuration. Without a former
# content that this run replaced there is none.
arm_trial() {
    path=/etc/haproxy/haproxy.cfg
    drop_trial
    kept=
    [ ! -f "$STATE/previous/record$path" ] || read -r kept <"$STATE/previous/record$path" || :
    if [ ! -f "$STATE/previous/content$path" ] || ! digest_of "$path" || [ "$value" != "$kept" ]; then
        remark=$NOTHING
        return 0
    fi
    value=$({ mkdir -m 700 -- "$ARMED" && cp -p -T -- "$STATE/previous/content$path" "$ARMED/content"; } 2>&1) ||
        { drop_trial; blame "$value"; return 1; }
    # Before HAProxy is started, by itself or by the cluster.
    keep_way_back "$1" "$path" "$kept" 'Before=haproxy.service pacemaker.service'
}

# arm_address SECONDS ADDRESS INTERFACE: the way back of the virtual address, before
# it becomes this one. Where it is this one and up there is nothing to go back to;
# where there was none, or somebody stopped it, the way back is that it is stopped.
arm_address() {
    drop_trial
    former=$(crm_setting ip)
    nic=$(crm_setting nic)
    value=$(timeout -k 1 10 crm_resource --resource ip_gb --meta --get-parameter target-role 2>/dev/null)
    case $value in
        *[Ss]topped*) former=- ;;
    esac
    if [ "$former $nic" = "$2 $3" ]; then
        remark=$NOTHING
        return 0
    fi
    is_address "$former" || former=-
    case $nic in
        *[!A-Za-z0-9_.-]*) nic=- ;;
    esac
    value=$({ mkdir -m 700 -- "$ARMED" && printf '%s %s\n' "$former" "$nic" >"$ARMED/content"; } 2>&1) ||
        { drop_trial; blame "$value"; return 1; }
    # Only the cluster can be told.
    keep_way_back "$1" cluster/virtual-ip "$2 $3" 'After=pacemaker.service'
}

# crm_setting NAME: a parameter of the virtual address; "-" when it has none.
crm_setting() { timeout -k 1 10 crm_resource --resource ip_gb --get-parameter "$1" 2>/dev/null || echo -; }

# confirm_trial: what is on trial stays. What the host took back meanwhile does not.
confirm_trial() {
    if [ ! -d "$ARMED" ]; then
        refuse restored 'nobody came back in time: the host put back what was before'
        return 1
    fi
    drop_trial
    remark=
}

# show_trial: what is on trial may be gone in a moment, so nothing here is known for
# certain until it is confirmed, or undone.
show_trial() {
    [ ! -f "$ARMED/record" ] || fields '#trouble' \
        'a change is on trial here and was not confirmed over a new connection: within 3 minutes the host undoes it'
}

drop_trial() {
    [ -d "$ARMED" ] || return 0
    # First the record: a clock that rings now finds nothing.
    rm -f -- "$ARMED/record"
    rm -rf -- "$ARMED"
    systemctl --quiet disable isobar-trial.service 9>&- 2>/dev/null
    rm -f -- "$ARMED_UNIT"
}

do_trial() {
    want action
    action=$value
    want seconds
    seconds=$value
    case $action in
        arm | confirm) ;;
        *) finish malformed "there is no trial action '$action'" ;;
    esac
    if ! is_number "$seconds" || [ "$seconds" -gt 600 ]; then
        finish malformed 'a trial lasts at most 600 seconds'
    fi
    need_lease
    if "${action}_trial" "$seconds"; then result 'done' "$remark"; else result "$outcome" "$problem"; fi
}
