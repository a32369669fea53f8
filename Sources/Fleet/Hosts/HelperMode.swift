internal import BrokerModel
internal import SSH

/// How the helper is run on a host.
enum HelperMode: Int, CaseIterable, Comparable {
    /// The installed one, if it is ours.
    case installed

    /// The script is sent along and nothing is left on the host. Needs a sudo
    /// rule wider than Isobar's own; hosts prepared by the guides have one.
    case piped

    /// The installed one, whatever its digest: the sudo rule allows nothing
    /// else, and it can install its successor.
    case installedAsItIs

    /// The command that runs it, and what precedes a request on its input.
    func command(timeout: Duration, request: (_ script: Digest?) -> [UInt8]) -> RemoteCommand {
        switch self {
        case .installed:
            RemoteCommand(
                Self.sudo + [HelperScript.installedPath], input: request(HelperScript.digest), timeout: timeout)
        case .installedAsItIs:
            RemoteCommand(Self.sudo + [HelperScript.installedPath], input: request(nil), timeout: timeout)
        case .piped:
            RemoteCommand(
                Self.sudo + ["sh", "-c", Self.loader, "isobar-helper", String(HelperScript.bytes.count)],
                input: HelperScript.bytes + request(HelperScript.digest), timeout: timeout)
        }
    }

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    private static let sudo = ["sudo", "-n"]

    /// Reads the script, and only the script, from the input and becomes it.
    /// A command line could not hold it: libssh2 1.10 sends at most 35,000
    /// bytes at once.
    private static let loader = #"script=$(head -c "$1") && shift && eval "$script""#
}
