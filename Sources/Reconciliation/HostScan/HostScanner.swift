import BrokerModel
import SSH

/// Asks machines for their host keys, all at the same time, without logging in.
public enum HostScanner {
    /// - Parameter limit: how long each may take.
    public static func scan(
        _ targets: [HostScanTarget], limit: Duration = .seconds(10)
    ) async -> HostScanDocument {
        let hosts = await withTaskGroup(of: (Int, HostScanDocument.Host).self) { group in
            for (index, target) in targets.enumerated() {
                group.addTask { (index, await scan(target, limit)) }
            }
            return await group.reduce(into: [Int: HostScanDocument.Host]()) { $0[$1.0] = $1.1 }
        }
        return HostScanDocument(formatVersion: 1, hosts: targets.indices.compactMap { hosts[$0] })
    }

    private static func scan(_ target: HostScanTarget, _ limit: Duration) async -> HostScanDocument.Host {
        let pinned = target.pinned.flatMap { try? PinnedHostKey($0) }
        var host = HostScanDocument.Host(
            name: target.name, role: target.role, address: target.address, port: target.port, verdict: .unreached,
            pinned: pinned.map(Self.key))
        do {
            let presented = try await key(of: target, pinned, limit)
            host.presented = Self.key(presented)
            host.verdict = pinned.map { $0 == presented ? .pinned : .differs } ?? .notPinned
        } catch let failure as Failure {
            host.code = failure.code.name
            host.message = failure.description
        } catch {
            host.code = FailureCode.cancelled.name
            host.message = "it was interrupted"
        }
        return host
    }

    /// The key of the kind that is pinned, as a host may have keys of several
    /// kinds; when it has none of that kind, the best it has.
    private static func key(
        of target: HostScanTarget, _ pinned: PinnedHostKey?, _ limit: Duration
    ) async throws -> PinnedHostKey {
        let name = target.name ?? target.address
        let port = UInt16(clamping: target.port)
        if let pinned, HostKeyScan.algorithms.contains(pinned.algorithm) {
            do {
                return try await HostKeyScan.key(
                    name: name, address: target.address, port: port, algorithms: [pinned.algorithm], timeout: limit)
            } catch let failure as Failure where failure.code == .transportUnsupported {
                // It has none of that kind any more.
            }
        }
        return try await HostKeyScan.key(name: name, address: target.address, port: port, timeout: limit)
    }

    private static func key(_ key: PinnedHostKey) -> HostScanDocument.Key {
        HostScanDocument.Key(key: "\(key)", fingerprint: key.fingerprint)
    }
}

extension HostScanDocument {
    /// 1 when a host presented another key than the pinned one, else 8 when one
    /// was not reached.
    public var exitStatus: Int32 {
        if hosts.contains(where: { $0.verdict == .differs }) { return FailureCode.hostKeyMismatch.exitStatus }
        let failed = hosts.filter { $0.verdict == .unreached }.compactMap { $0.code.flatMap(FailureCode.init(named:)) }
        return ExitStatus.of(failed)
    }
}
