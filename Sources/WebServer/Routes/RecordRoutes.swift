import BrokerModel
import Controller
import Foundation
import Hummingbird
import Ledger
import Reconciliation

/// Plans, and what was: runs and their steps.
struct RecordRoutes {
    let service: BrokerService
    let ledger: LedgerStore

    func add<Context: CallerContext>(to router: RouterGroup<Context>) {
        router.get("plans") { request, _ in
            _ = try PageRequest(try QueryReader(request, known: PageRequest.parameters))
            // There is one branch, so at most one plan waits.
            return try Answer.json(ListDocument("plans", [await service.status.waiting].compactMap { $0 }))
        }
        router.get("plans/{digest}") { _, context in
            let digest = try Digest(inPathOf: context)
            guard let plan = try await ledger.plan(digest) else {
                throw Failure(
                    .notFound, attempted: "show the plan", on: "\(digest)",
                    response: "no plan of this digest was recorded")
            }
            return Answer.json(text: plan)
        }
        router.get("runs") { request, _ in
            let page = try await ledger.runs(matching: try HistoryParameters.runs(request))
            return try Answer.json(
                ListDocument("runs", page.entries.map { RunDocument($0) }, next: page.next?.description))
        }
        router.get("runs/{id}") { _, context in
            let number = try RunID(inPathOf: context)
            guard let detail = try await ledger.run(number) else { throw number.unknown }
            return try Answer.json(RunDocument(detail, approval: try await ledger.approval(of: number)))
        }
        router.get("audit") { request, _ in
            let query = try QueryReader(request, known: HistoryParameters.ofRecords.union(PageRequest.parameters))
            let before = try query.value("cursor", "a nextCursor of this list") { text in
                Int64(text).flatMap { $0 > 0 ? $0 : nil }
            }
            let limit = try PageRequest(query).limit
            var filter = try HistoryParameters.records(query)
            filter.limit = limit + 1
            let entries = try await ledger.auditEntries(matching: filter, before: before)
            let next = entries.count > limit ? entries.dropLast().last.map { String($0.sequence) } : nil
            return try Answer.json(ListDocument("records", entries.prefix(limit).map { AuditDocument($0) }, next: next))
        }
        router.get("history") { request, _ in
            let page = try await ledger.steps(matching: try HistoryParameters.steps(request))
            return try Answer.json(
                ListDocument("steps", page.entries.map { StepDocument($0) }, next: page.next?.description))
        }
    }
}

extension RunID {
    /// The number a path names.
    init(inPathOf context: some RequestContext) throws {
        let text = try context.parameters.require("id")
        guard let number = Int64(text), number > 0 else {
            throw Failure(
                .usage, attempted: "read the run's number", on: String(text.prefix(100)),
                response: "runs are numbered from 1")
        }
        self.init(number)
    }

    var unknown: Failure {
        Failure(.notFound, attempted: "show the run", on: description, response: "there is no such run")
    }
}

extension Digest {
    /// The digest a path names.
    init(inPathOf context: some RequestContext) throws {
        let text = try context.parameters.require("digest")
        guard let digest = Digest(text.removingPercentEncoding ?? text) else {
            throw Failure(
                .usage, attempted: "read the digest", on: String(text.prefix(100)),
                response: "a digest is sha256: and 64 hexadecimal digits")
        }
        self = digest
    }
}
