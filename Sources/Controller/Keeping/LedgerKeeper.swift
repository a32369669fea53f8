import BrokerModel
import Ledger
import Logging
import Reconciliation

/// Keeps the ledger from growing without end, beside the service's work.
struct LedgerKeeper: Sendable {
    let settings: RetentionSettings
    let ledger: LedgerStore
    let actor: String
    let timer: any Clock<Duration>
    let log: Logger

    /// After the service began, and while a run is at hand.
    static let soon: Duration = .seconds(60)
    static let interval: Duration = .seconds(86_400)

    /// Until the task is cancelled.
    func run() async {
        var pause = Self.soon
        while (try? await timer.sleep(for: pause)) != nil {
            pause = await isKept() ? Self.interval : Self.soon
        }
    }

    /// - Returns: false when it is to be tried again soon.
    private func isKept() async -> Bool {
        do {
            let age = Duration.seconds(settings.keepDays * 86_400)
            let result = try await ledger.retain(age, exportingTo: settings.export, actor: actor)
            log.info(
                "continued the export of the ledger",
                metadata: ["records": "\(result.exported.records)", "last": "\(result.exported.last)"])
            if let pruned = result.pruned, pruned.records > 0 {
                log.info(
                    "removed old records, which the export has",
                    metadata: ["records": "\(pruned.records)", "last": "\(pruned.last)"])
            }
        } catch let failure as Failure where failure.code == .ledgerBusy {
            return false
        } catch {
            log.error("could not export and remove old records", metadata: BrokerService.metadata(error))
        }
        return true
    }
}
