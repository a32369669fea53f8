@testable import SimulatedFleet

/// The helper of a simulated host.
struct SimulatedHelper {
    private(set) var host = SimulatedHost(name: "host01")

    mutating func write(_ bytes: [UInt8], to path: String) {
        let old = host.files[path]
        host.files[path] = SimulatedFile(
            bytes: bytes, owner: old?.owner ?? "root", group: old?.group ?? "root", mode: old?.mode ?? 0o644)
    }

    mutating func makeDirectory(_ path: String) {
        host.makeDirectory(path)
    }

    mutating func answer(to request: [UInt8]) -> [UInt8] {
        var session = HelperSession(
            HelperRequestReader(request), isInstalled: false, on: host, at: .zero, primaries: [])
        session.status = session.run()
        host = session.host
        return session.answer.bytes
    }
}
