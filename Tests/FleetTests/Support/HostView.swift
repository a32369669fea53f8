/// A host as a test sees it: the real machine, with private copies of all
/// places the helper writes to.
///
/// The script runs a command in a mount namespace of its own. What the command
/// leaves behind stays in a directory, so that the next one finds it. A
/// directory `programs` there takes the place of `/usr/sbin`, `socket` that of
/// `/run/haproxy`, and `etc`, if it is there, that of `/etc`.
enum HostView {
    static let places = ["home", "library", "state", "haproxy", "sudoers", "run", "units"]

    /// Arguments: the directory, then the command line. What sudo says when a
    /// command is missing is said here, too: the view is entered as root.
    static let script = """
        set -e
        view=$1
        mkdir -p "$view/state/dpkg" /run/isobar
        mount --bind /var/lib/dpkg "$view/state/dpkg"
        mount --rbind "$view/state" /var/lib
        mount --rbind "$view/home" /home
        mount --bind "$view/library" /usr/local/lib
        mount --bind "$view/run" /run/isobar
        [ ! -d "$view/etc" ] || mount --bind "$view/etc" /etc
        [ ! -d /etc/haproxy ] || mount --bind "$view/haproxy" /etc/haproxy
        if [ -d "$view/programs" ]; then
            mkdir -p "$view/usr-sbin" "$view/socket" /run/haproxy
            mount --bind /usr/sbin "$view/usr-sbin"
            mount --bind "$view/programs" /usr/sbin
            mount --bind "$view/socket" /run/haproxy
        fi
        [ ! -d /etc/systemd/system ] || mount --bind "$view/units" /etc/systemd/system
        [ ! -d /etc/sudoers.d ] || mount --bind "$view/sudoers" /etc/sudoers.d
        program=${2%% *}
        if ! command -v "$program" >/dev/null; then
            echo "sudo: $program: command not found" >&2
            exit 1
        fi
        exec sh -c "$2"
        """

    /// The words that run a command line in the view.
    ///
    /// - Parameter commandLine: as Fleet asks for it: always through sudo.
    static func words(_ directory: String, _ commandLine: String) throws -> [String] {
        let sudo = "sudo -n "
        guard commandLine.hasPrefix(sudo) else { throw NotThroughSudo(commandLine: commandLine) }
        return ["unshare", "-m", "sh", "-c", script, "view", directory, String(commandLine.dropFirst(sudo.count))]
    }

    struct NotThroughSudo: Error {
        var commandLine: String
    }
}
