# The helper itself, and the way to the engine.

install_script() {
    if [ ! -d "$LIBRARY" ] && ! value=$(mkdir -m 755 -- "$LIBRARY" 2>&1); then
        blame "$value"
        return 1
    fi
    enter "$INSTALLED" || return 1
    receive isobar-helper "$size" "$digest" || return 1
    value=$({
        sh -n "$temp" && chown root:root "$temp" && chmod 0755 "$temp" && sync -- "$temp" &&
            mv -T -- "$temp" ./isobar-helper
    } 2>&1) || blame "$value"
}

install_rule() {
    enter /etc/sudoers.d/isobar || return 1
    sweep isobar
    # sudo passes over names with a dot: a half-written rule is never read.
    temp=$(mktemp ./.isobar.XXXXXXXX.tmp 2>&1) || { value=$temp temp=; blame "$value"; return 1; }
    value=$({
        printf '%s ALL=(root) NOPASSWD: %s ""\n' "$user" "$INSTALLED" >"$temp" &&
            visudo -cqf "$temp" && chown root:root "$temp" && chmod 0440 "$temp" && sync -- "$temp" &&
            mv -T -- "$temp" ./isobar
    } 2>&1) || blame "$value"
}

do_install() {
    want user
    user=$value
    want digest
    digest=$value
    want size
    size=$value
    { is_account "$user" && is_digest "$digest" && is_number "$size"; } || finish malformed 'user, digest or size'
    need_lease
    installed=
    if install_script && temp= && install_rule; then
        temp=
        result 'done' ''
    else
        tidy
        result "$outcome" "$problem"
    fi
}

# engine: becomes a connection to the container engine. Who may talk to it is
# root on this host.
do_engine() {
    command -v docker >/dev/null || {
        printf 'docker: not found on this host\n' >&2
        exit 127
    }
    if [ -n "$token" ]; then
        need_lease
        mkdir -p -- "$RUN/engine" && birth "$$" >"$RUN/engine/$$"
        exec 9>&-
    fi
    trap - EXIT HUP INT TERM PIPE
    exec docker system dial-stdio
}

do_version() {
    show_helper
    result 'done' "$PROTOCOL"
}
