import BrokerModel
import Foundation
import Ledger
import Synchronization
import Testing

/// A ledger in a directory of its own, removed when the test ends.
final class LedgerFixture: Sendable {
    let directory: String
    var path: String { directory + "/isobar.sqlite" }
    private let now = Mutex<Int64>(1_000_000)

    init() throws {
        directory = NSTemporaryDirectory() + "isobar-ledger-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func open() throws -> LedgerStore {
        try LedgerStore(path: path) { [self] in
            now.withLock { now in
                now += 1_000_000
                return Timestamp(microseconds: now)
            }
        }
    }

    static let key: [UInt8] = Array(repeating: 7, count: 32)
    static let commit = CommitRecord(
        hash: Array(repeating: 0xAB, count: 20), author: "Ada <ada@example.org>", authoredAt: 1, summary: "Add a node")

    static func plan(steps: [Step] = []) throws -> Plan {
        Plan(
            digest: Digest(of: "plan"), commit: String(repeating: "ab", count: 20), broker: try #require(
                CentreID("xx-example-global-broker")), observedAt: 5, steps: steps)
    }

    static func step(_ name: String, on host: String = "waloop01", reduces: Redundancy? = nil) throws -> Step {
        let resource = ResourceAddress(try #require(HostName(host)), ResourceKind("container"), name)
        return Step(
            id: StepID("\(resource)#create"), resource: resource, action: .create, verb: "create", cause: .pending,
            changes: [FieldChange(field: "image", from: nil, to: "x:1")], reason: "test",
            disturbance: reduces.map {
                Disturbance(redundancy: $0, siblings: [], healthTimeoutSeconds: 120, windowSeconds: 0)
            })
    }
}
