import BrokerModel
import Foundation
import History
import Reconciliation
import Synchronization

@testable import Ledger

extension CanaryBroker {
    /// What the ledger holds, and what is told of it: in the file texts are compressed.
    func textsOfLedger() async throws -> [(what: String, data: Data)] {
        let reconciler = try reconciler()
        let ledger = reconciler.ledger
        let lines = Mutex<[UInt8]>([])
        _ = try await ledger.exportAudit { line in lines.withLock { $0 += line } }
        var texts: [(what: String, data: Data)] = [("the export of the ledger", Data(lines.withLock { $0 }))]
        let state = try await ledger.state(at: ledger.clock())
        texts.append(("the state of the hosts", try JSONEncoder().encode(StateDocument(state))))
        for host in try await ledger.remembered(state.hosts.map(\.host)).values {
            texts.append(("what is remembered of \(host.host)", Data((host.text ?? "").utf8)))
        }
        for resource in state.hosts.flatMap(\.resources) where resource.isOwned {
            let why = try await reconciler.why(resource.address, earlier: 10)
            texts.append(("why \(resource.address) is so", try JSONEncoder().encode(why)))
        }
        return texts
    }
}
