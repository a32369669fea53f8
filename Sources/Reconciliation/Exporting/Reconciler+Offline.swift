public import BrokerModel
import Ledger
import Previews
import Secrets

extension Reconciler {
    /// One that knows of the hosts what was exported, reaches none of them, opens no
    /// secret and reads a clone of git as it is: for ``preview(_:report:)`` alone.
    ///
    /// - Parameters:
    ///   - repository: the directory of the clone.
    ///   - directory: a directory of its own; nothing in it is needed afterwards.
    /// - Throws: ``Failure`` with `exportUnusable`, or `usage` where there is no clone.
    public static func offline(
        _ export: ObservationFile, repository: String, directory: String, clock: @escaping @Sendable () -> Timestamp
    ) async throws -> Reconciler {
        guard let exportedAt = Timestamp(export.exportedAt) else {
            throw unusable("its moment is none: \(export.exportedAt)")
        }
        let reconciler = try Reconciler(
            configuration(export, repository: repository, directory: directory), holder: "offline:0", clock: clock,
            surroundings: Surroundings(
                transport: { host in
                    throw Failure(
                        .hostUnreachable, attempted: "reach the host", on: host.name.text,
                        response: "an offline preview reaches none")
                },
                repository: try LocalRepository(repository), exportedAt: exportedAt,
                key: InstallationKey(bytes: ObservationFile.key)))
        try await reconciler.adopt(export.hosts)
        return reconciler
    }

    private func adopt(_ hosts: [ObservationFile.Host]) async throws {
        var looks: [HostName: PortableLook] = [:]
        var failures: [HostName: (at: Timestamp, failure: Failure)] = [:]
        for host in hosts {
            guard let name = HostName(host.name) else { throw Self.unusable("a host is called \(host.name.prefix(80))") }
            looks[name] = host.look
            guard let last = host.failure else { continue }
            guard let at = Timestamp(last.at), let code = FailureCode(named: last.code) else {
                throw Self.unusable("of \(name) it cannot be told why it was not reached")
            }
            failures[name] = (at, Failure(code, attempted: "look at the host", on: name.text, response: last.message))
        }
        try await ledger.adopt(looks, failures: failures, key: key.bytes)
    }

    private static func configuration(
        _ export: ObservationFile, repository: String, directory: String
    ) throws -> ControllerConfiguration {
        var levels: [PreviewPolicy: PreviewPolicy.Level] = [:]
        for (name, level) in export.policies.levels {
            guard let policy = PreviewPolicy(rawValue: name), let level = PreviewPolicy.Level(rawValue: level) else {
                throw unusable("it names a policy that this program does not know")
            }
            levels[policy] = level
        }
        let policies = PreviewPolicies(
            levels: levels, nodesPerChange: export.policies.nodesPerChange,
            instancesPerHost: export.policies.instancesPerHost,
            registeredCentres: export.policies.registeredCentres.map { Set($0.compactMap { CentreID($0) }) })
        var configuration = ControllerConfiguration(
            repository: RepositorySettings(
                url: repository, branch: "main", path: export.path, pollSeconds: 30, publishesAuditHead: false),
            database: directory + "/isobar.sqlite", hostIdentityFile: "/dev/null", usesSSHAgent: false,
            policy: ApplyPolicy(maxDeletes: export.policies.maxDeletes), images: ImageSettings(),
            server: ServerSettings(), notifications: NotificationSettings(), file: "the exported observation")
        configuration.previews = PreviewSettings(policies: policies)
        return configuration
    }

    private static func unusable(_ response: String) -> Failure {
        Failure(
            .exportUnusable, attempted: "read an exported observation", on: "its content", response: response,
            remedy: "write one with the same version of isobar: isobar observe --export FILE")
    }
}
