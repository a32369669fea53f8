public import BrokerModel
import Fleet
import Glibc
public import Ledger
import SSH
import Secrets

/// The one path from a commit to the hosts: observe, plan, check, apply,
/// record. Commands and the service both go through it.
public struct Reconciler: Sendable {
    public internal(set) var configuration: ControllerConfiguration
    public let source: DesiredStateSource

    /// The record of all that was seen and done.
    public let ledger: LedgerStore

    /// Under which secrets enter digests. Losing it restarts nothing: it only
    /// makes everything that was applied look as if git had moved.
    let key: InstallationKey
    let clock: @Sendable () -> Timestamp
    let transport: TransportFactory
    let surroundings: Surroundings
    let holder: LeaseHolder
    let openedSecrets = OpenedSecrets()
    let images: any ImageDepot

    /// Opens the ledger and the mirror.
    ///
    /// - Parameters:
    ///   - holder: this process, as hosts record who holds their lease.
    ///   - surroundings: the world it works in; the real one by default.
    public init(
        _ configuration: ControllerConfiguration,
        holder: String,
        clock: @escaping @Sendable () -> Timestamp,
        surroundings: Surroundings = Surroundings()
    ) throws {
        try Self.check(configuration.hostIdentityFile, of: "ssh.identityFile", "a private key", configuration)
        if let file = configuration.hostSSHConfigFile {
            try Self.check(file, of: "ssh.configFile", "a file in the format of ssh_config(5)", configuration)
        }
        if let identity = configuration.secretIdentityFile {
            try Self.check(identity, of: "secrets.identityFile", "a private key", configuration)
        }
        self.configuration = configuration
        self.clock = clock
        let directory = configuration.dataDirectory
        ledger = try LedgerStore(path: configuration.database, clock: clock, access: surroundings.ledger)
        key = try surroundings.key ?? InstallationKey.loadOrCreate(in: directory)
        source =
            if let repository = surroundings.repository {
                DesiredStateSource(repository, path: configuration.repository.path, clock: clock)
            } else {
                try DesiredStateSource(
                    configuration.repository, directory: directory + "/repository.git",
                    includesProposals: configuration.forge != nil,
                    directories: configuration.previews.directories, clock: clock)
            }
        self.surroundings = surroundings
        images =
            surroundings.images
            ?? ControllerImages(
                archives: configuration.images.archives, engine: configuration.images.engine,
                memory: directory + "/image-archives.json")
        self.transport = surroundings.transport ?? Self.overSSH(configuration)
        guard let holder = LeaseHolder(holder) else {
            throw Failure(
                .configurationInvalid, attempted: "name this process", on: holder,
                response: "the host name holds characters that no host name has")
        }
        self.holder = holder
    }

    /// One failure before anything is tried, instead of one for each host.
    private static func check(
        _ file: String, of key: String, _ kind: String, _ configuration: ControllerConfiguration
    ) throws {
        guard access(file, R_OK) != 0 else { return }
        throw Failure(
            .configurationInvalid, attempted: "use \(key) of \(configuration.file)", on: file,
            response: String(cString: strerror(errno)), remedy: "name \(kind) that this user can read")
    }

    private static func overSSH(_ configuration: ControllerConfiguration) -> TransportFactory {
        { host in
            let pinned: PinnedHostKey
            do throws(PinnedHostKey.ParseError) {
                pinned = try PinnedHostKey(host.hostKey)
            } catch {
                throw Failure(
                    .configurationInvalid, attempted: "read the pinned host key", on: host.name.text,
                    response: "\(error)", remedy: "pin the key that the host presents in hosts.yaml")
            }
            return try SSHTransport(
                SSHDestination(
                    name: host.name.text, address: host.address, port: UInt16(clamping: host.access.port),
                    user: host.access.user, hostKeys: [pinned], identityFile: configuration.hostIdentityFile,
                    openSSH: OpenSSHSettings(
                        configFile: configuration.hostSSHConfigFile, usesAgent: configuration.usesSSHAgent)),
                implementation: host.access.transport)
        }
    }
}
