public import BrokerModel

/// The script of the host helper, built into this program.
public enum HelperScript {
    /// The script itself.
    public static let bytes: [UInt8] = PackageResources.isobar_helper_sh

    /// What an installed helper is recognised by.
    public static let digest = Digest(of: bytes)

    /// Where it is installed, owned by root; the only command of the sudo rule.
    static let installedPath = "/usr/local/lib/isobar/isobar-helper"

    /// The version of requests and answers; a helper of another one refuses.
    static let protocolVersion = 1
}
