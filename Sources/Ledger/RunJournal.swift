public import BrokerModel
import Foundation
import GRDB

/// Writes the steps of one run to the ledger.
///
/// Calls that wait at the same time are written in one transaction, so that
/// many steps in parallel share the cost of reaching the disk. Each call
/// returns when its own record is on disk.
public actor RunJournal {
    private typealias Write = @Sendable (inout LedgerTransaction) throws -> Void

    private let ledger: LedgerStore
    private let run: RunID
    private let actor: String
    private var waiting: [(write: Write, done: CheckedContinuation<Void, any Error>)] = []
    private var isWriting = false

    public init(ledger: LedgerStore, run: RunID, actor: String) {
        self.ledger = ledger
        self.run = run
        self.actor = actor
    }

    /// Records that `step` is about to take effect.
    public func recordIntent(_ step: Step) async throws {
        let run = run.number
        let changes = step.changes
        try await write { transaction in
            let arguments: StatementArguments = [
                run, try transaction.name(step.id.text), try transaction.name(step.resource.description),
                try transaction.name(step.action.rawValue), try transaction.name(step.cause.rawValue),
                transaction.now.microseconds,
                changes.isEmpty ? nil : try transaction.blob(try Self.text(of: changes)),
                try step.disturbance.map { try transaction.name($0.redundancy.text) },
                try transaction.name(StepKind.text(step.action.rawValue, changes)),
            ]
            try transaction.execute(
                """
                INSERT INTO step (run_id, step, resource, action, cause, intended_at, changes, reduces, kind)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, arguments)
        }
    }

    /// Records how `step` ended.
    ///
    /// - Parameters:
    ///   - outcome: `succeeded`, `failed` or `skipped`.
    ///   - code: the failure's code.
    ///   - detail: the failure's text, the end of the output or the reason.
    ///   - away: for how long a member of a redundant set was away for it.
    public func recordEnd(
        _ step: Step, outcome: String, code: String?, detail: String?, away: Duration? = nil
    ) async throws {
        let run = run.number
        let actor = actor
        try await write { transaction in
            let detailID = try detail.map { try transaction.blob($0) }
            let codeID = try code.map { try transaction.name($0) }
            let end: StatementArguments = [
                transaction.now.microseconds, try transaction.name(outcome), codeID, detailID,
                away.map { Int64($0 / .microseconds(1)) }, run, try transaction.name(step.id.text),
            ]
            try transaction.execute(
                """
                UPDATE step SET ended_at = ?, outcome = ?, code = ?, detail = ?, away_us = ? WHERE run_id = ? AND step = ?
                """, end)
            if transaction.database.changesCount == 0 {
                let arguments: StatementArguments = [
                    run, try transaction.name(step.id.text), try transaction.name(step.resource.description),
                    try transaction.name(step.action.rawValue), try transaction.name(step.cause.rawValue),
                    transaction.now.microseconds, try transaction.name(outcome), codeID, detailID,
                    try transaction.name(StepKind.text(step.action.rawValue, [])),
                ]
                try transaction.execute(
                    """
                    INSERT INTO step (run_id, step, resource, action, cause, ended_at, outcome, code, detail, kind)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """, arguments)
            }
            try transaction.audit(
                actor: actor, action: step.action.rawValue, subject: step.resource.description, run: run,
                outcome: outcome, detail: detail)
        }
    }

    private func write(_ write: @escaping Write) async throws {
        try await withCheckedThrowingContinuation { continuation in
            waiting.append((write, continuation))
            if !isWriting {
                isWriting = true
                Task { await drain() }
            }
        }
    }

    private func drain() async {
        while !waiting.isEmpty {
            let batch = waiting
            waiting = []
            do {
                let writes = batch.map(\.write)
                try await ledger.write("record steps of run \(run)") { transaction in
                    for write in writes { try write(&transaction) }
                }
                for entry in batch { entry.done.resume() }
            } catch {
                for entry in batch { entry.done.resume(throwing: error) }
            }
        }
        isWriting = false
    }

    private static func text(of changes: [FieldChange]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(changes), as: UTF8.self)
    }
}
