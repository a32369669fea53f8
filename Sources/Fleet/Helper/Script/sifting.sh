# Sifting: which of the paths a look asks about, and of those the manifest lists,
# it may show.

# One awk goes through the hundreds of them; the shell would take longer for that
# than for all the rest of a look. The rule is that of `within` and `is_direct`:
# a path lies where Isobar manages things, and no directory it lies in is a
# symbolic link: what that leads to is not Isobar's to know.
#
# Reads the lines that were asked, then, with listed=1, the manifest. Writes into
# $scratch: `paths` and `trees`, each path ended by a NUL; `wanted`, as sha256sum
# writes it; `complaints`, one a line. On standard output come the directories that
# must be no links, each once, and how many files are wanted. Ends with 1 when a line
# asks for nothing it knows.
#
# links: those of the directories that are links, each between line feeds.
# shellcheck disable=SC2016 # awk's
SIFT='
    function within(path) {
        if (path ~ /[[:cntrl:]]/ || (path "/") ~ /\/\.?\.?\//) return 0
        if (path == "/etc/haproxy" || index(path, "/etc/haproxy/") == 1) return 1
        if (index(ENVIRON["FILES"], "\n" path "\n")) return 1
        if (index(path, home "/") != 1) return 0
        path = substr(path, length(home) + 2)
        sub(/\/.*/, "", path)
        return path != "" && index(ENVIRON["PLACES"], "/" path "/")
    }
    # link_above PATH: the first directory on the way up that is a link; else nothing.
    function link_above(path) {
        while (sub(/\/[^\/]*$/, "", path) && path != "") {
            if (links != "" && index(links, "\n" path "\n")) return path
            if (path in above) { if (links == "") return ""; else continue }
            above[path]
            print path
        }
        return ""
    }
    function complain(words) { print words >(directory "/complaints") }
    function ask(list, path,    link) {
        if (!within(path)) {
            # What another home held and is listed is nothing this request may see.
            if (!listed) complain(path ": outside of what Isobar manages")
        } else if ((link = link_above(path)) != "") {
            complain(path ": " link " is a symbolic link")
        } else if (!((list, path) in asked)) {
            asked[list, path]
            printf "%s%c", path, 0 >(directory "/" list)
        }
    }
    # A JSON string, in which a path needs no other escape.
    function unescaped(text,    plain, at) {
        while (at = index(text, "\\")) {
            plain = plain substr(text, 1, at - 1) substr(text, at + 1, 1)
            text = substr(text, at + 2)
        }
        return plain text
    }
    BEGIN { home = ENVIRON["home"]; directory = ENVIRON["directory"]; links = ENVIRON["links"] }
    listed {
        if (!sub(/^"[^\/]*\/(file|directory)\//, "/") || !sub(/",?$/, "")) next
        ask("paths", index($0, "\\") ? unescaped($0) : $0)
        next
    }
    index($0, "path ") == 1 { ask("paths", substr($0, 6)); next }
    index($0, "tree ") == 1 { ask("trees", substr($0, 6)); next }
    index($0, "wanted ") == 1 && substr($0, 8, 65) ~ /^[0-9a-f]+ $/ && length($0) >= 72 {
        print substr($0, 8, 64) "  " substr($0, 73) >(directory "/wanted")
        wanted++
        next
    }
    { wrong = 1; exit }
    END { print wanted + 0; exit wrong }
'

# sift LINKS: what may be shown of what was asked.
sift() {
    links=$1 FILES=$FILES PLACES=$PLACES home=$home directory=$scratch \
        awk "$SIFT" "$scratch/asked" listed=1 "$scratch/listed"
}

# sift_asked: sifts, and once more when something is reached through a link.
sift_asked() {
    load_manifest
    printf '%s' "$manifest" >"$scratch/listed"
    above=$(sift '') || finish malformed 'an observation asks for nothing of that kind'
    found=
    IFS=$NL
    for each in $above; do
        case $each in
            /*) [ ! -L "$each" ] || found=$found$each$NL ;;
            *) wanted=$each ;;
        esac
    done
    IFS=' 	
'
    [ -n "$found" ] || return 0
    rm -f -- "$scratch/paths" "$scratch/trees" "$scratch/wanted" "$scratch/complaints"
    sift "$NL$found" >/dev/null
}
