import BrokerModel
import Decisions
import Logging
import Reconciliation

/// What is recorded beside runs. A ledger that cannot be written, because its disk is
/// full or somebody holds it, gets it later: history shall have no hole. (A run is
/// another matter: without a record of what it is about to do, it does nothing.)
extension BrokerService {
    func recording(_ write: @escaping RecordBacklog.Write) async {
        backlog.add(write)
        await writeBacklog()
    }

    /// What people order is recorded after all that happened before: a head that is
    /// recorded late would void an approval that was given since.
    ///
    /// - Throws: ``Failure`` when the ledger does not take what waits.
    func catchUp() async throws {
        while true {
            await writeBacklog()
            if let failure = backlog.failure { throw failure }
            guard backlog.count > 0 else { return }
            // Another task is writing it.
            try await timer.sleep(for: .milliseconds(10))
        }
    }

    /// Writes what waits, as far as the ledger takes it.
    func writeBacklog() async {
        while let write = backlog.take() {
            do {
                try await write(reconciler.ledger)
                backlog.done(isWritten: true)
            } catch is CancellationError {
                // The service ends, and writes what waits as its last act.
                return backlog.putBack()
            } catch {
                let failure = Self.failure(error)
                guard failure.isOfLedger else {
                    log.error("could not write the record", metadata: Self.metadata(error))
                    backlog.done(isWritten: false)
                    continue
                }
                if backlog.wait(for: failure) { announce(.ledgerUnwritable(failure)) }
                return
            }
        }
        guard let (late, lost) = backlog.recover() else { return }
        if let entry = announce(.ledgerWritable(late: late, lost: lost)).entry { await recording(self.write(entry)) }
    }
}

extension Failure {
    /// Whether the ledger's file is why, and not what was to be written.
    var isOfLedger: Bool { [.diskFull, .ledgerBusy, .ledgerUnusable].contains(code) }
}
