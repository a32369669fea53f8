import BrokerModel
import Foundation
import Glibc
import Ledger
import Reconciliation

/// What every command that works with the broker needs: the configuration it
/// was pointed at and who is asking.
struct Session {
    let configuration: ControllerConfiguration
    let environment: [String: String]

    init(_ options: ConfigurationOptions) throws {
        try self.init(config: options.config)
    }

    /// - Parameter config: the file that was named; nil looks where it may be.
    init(config: String?) throws {
        environment = ProcessInfo.processInfo.environment
        let file = try Self.find(config, environment)
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Failure(
                .configurationInvalid, attempted: "read the configuration", on: file,
                response: "there is no such file, or it may not be read by this user",
                remedy: "name another with --config or $ISOBAR_CONFIG; docs/configuration.md shows one to start from")
        }
        let directory = URL(fileURLWithPath: file).deletingLastPathComponent().path
        let result = ControllerConfiguration.read(Array(data), file: file, directory: directory)
        guard let configuration = result.configuration else {
            throw DesiredStateInvalid(subject: file, diagnostics: result.diagnostics)
        }
        self.configuration = configuration
    }

    private static func find(_ named: String?, _ environment: [String: String]) throws -> String {
        if let named { return named }
        if let named = environment["ISOBAR_CONFIG"], !named.isEmpty { return named }
        let places = ["./isobar.yaml", "/etc/isobar/isobar.yaml"]
        if let found = places.first(where: { FileManager.default.fileExists(atPath: $0) }) { return found }
        // The package's directory is for root and the account of the service.
        if access("/etc/isobar", F_OK) == 0, access("/etc/isobar", X_OK) != 0 {
            throw Failure(
                .configurationInvalid, attempted: "find the configuration", on: "/etc/isobar",
                response: "this account may not look into it", remedy: "give the command with sudo")
        }
        throw Failure(
            .configurationInvalid, attempted: "find the configuration", on: places.joined(separator: ", "),
            response: "neither exists", remedy: "name it with --config FILE or $ISOBAR_CONFIG")
    }

    /// Opens ledger and mirror.
    func reconciler() throws -> Reconciler {
        let host = ProcessInfo.processInfo.hostName
        let name = String(host.map { $0.isLetter && $0.isASCII || $0.isNumber && $0.isASCII || $0 == "-" ? $0 : "-" })
        return try Reconciler(
            configuration, holder: "\(name.prefix(60)):\(ProcessInfo.processInfo.processIdentifier)", clock: WallClock.now)
    }

    /// The repository alone.
    func source() throws -> DesiredStateSource {
        try DesiredStateSource(
            configuration.repository, directory: configuration.dataDirectory + "/repository.git", clock: WallClock.now)
    }

    /// The ledger alone, for questions about the past; it has to be there.
    func ledger() throws -> LedgerStore {
        try requireLedger()
        return try LedgerStore(path: configuration.database, clock: WallClock.now)
    }

    /// Ledger and mirror, for questions about the past: a ledger that is lost does
    /// not answer them as a new one would.
    func reconcilerOfPast() throws -> Reconciler {
        try requireLedger()
        return try reconciler()
    }

    private func requireLedger() throws {
        let path = configuration.database
        let found = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        guard found != nil, found != 0 else {
            throw Failure(
                .notFound, attempted: "open the ledger", on: path,
                response: found == nil ? "there is no such file" : "the file is empty",
                remedy: "the first 'isobar plan' or 'isobar observe' makes it; see 'database' in \(configuration.file). If "
                    + "there was one, put it back: isobar restore, or isobar audit import")
        }
    }

    /// The ledger alone, made where there is none yet: for what may be the first thing on a machine.
    func ledgerOrNew() throws -> LedgerStore {
        try LedgerStore(path: configuration.database, clock: WallClock.now)
    }

    /// The way to the service that runs with this configuration, if one does.
    var service: ServiceClient { ServiceClient(configuration) }

    /// Who gives the command: the person behind `sudo`, when there is one.
    var actor: String {
        let account = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) }
        let user = environment["SUDO_USER"] ?? account ?? "uid \(getuid())"
        return "\(user)@\(ProcessInfo.processInfo.hostName)"
    }
}
