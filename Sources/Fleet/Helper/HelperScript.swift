public import BrokerModel

/// The script of the host helper, built into this program.
public enum HelperScript {
    /// The script itself: its parts in `Script/`, one after the other. All but the
    /// first and the last only define functions, so their order does not matter.
    public static let bytes: [UInt8] = [
        PackageResources.head_sh,
        PackageResources.answering_sh,
        PackageResources.reading_sh,
        PackageResources.paths_sh,
        PackageResources.lease_sh,
        PackageResources.sifting_sh,
        PackageResources.looking_sh,
        PackageResources.probing_sh,
        PackageResources.examining_sh,
        PackageResources.files_sh,
        PackageResources.traefik_sh,
        PackageResources.prometheus_sh,
        PackageResources.haproxy_sh,
        PackageResources.rotation_sh,
        PackageResources.spreading_sh,
        PackageResources.cluster_sh,
        PackageResources.membership_sh,
        PackageResources.quorum_sh,
        PackageResources.redis_sh,
        PackageResources.emqx_sh,
        PackageResources.door_sh,
        PackageResources.packages_sh,
        PackageResources.accounts_sh,
        PackageResources.sudo_sh,
        PackageResources.trial_sh,
        PackageResources.installing_sh,
        PackageResources.main_sh,
    ].map { $0 + [UInt8(ascii: "\n")] }.reduce([], +)

    /// What an installed helper is recognised by.
    public static let digest = Digest(of: bytes)

    /// Where it is installed, owned by root; the only command of the sudo rule.
    static let installedPath = "/usr/local/lib/isobar/isobar-helper"

    /// The version of requests and answers; a helper of another one refuses.
    static let protocolVersion = 1
}
