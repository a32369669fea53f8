import BrokerModel
import Controller
import HTTPTypes
import Hummingbird
import Ledger
import NIOCore
import Reconciliation

/// The audit chain as a whole: whether it holds, and all of it.
struct ChainRoutes {
    let ledger: LedgerStore

    /// The copy of the repository, for the heads that were published; nil when there
    /// is none.
    let source: DesiredStateSource?
    let machine: String
    private let proofs: Turnstile
    private let exports: Turnstile

    init(
        ledger: LedgerStore, source: DesiredStateSource?, machine: String, proofs: Turnstile = Turnstile(places: 1),
        exports: Turnstile = Turnstile(places: 4)
    ) {
        self.ledger = ledger
        self.source = source
        self.machine = machine
        self.proofs = proofs
        self.exports = exports
    }

    func add<Context: CallerContext>(to router: RouterGroup<Context>) {
        router.get("audit/verify") { request, context in
            _ = try await context.identity(on: machine, with: .operator, to: "verify the audit chain")
            let query = try QueryReader(request, known: ["head", "offline"])
            let given = try query.values("head", "a record and its hash: 4711:sha256:…") { AuditPlace($0) }
            let isOffline = try query.value("offline", "true or false") { Bool($0) } ?? false
            let place = try proofs.enter(to: "verify the audit chain")
            defer { withExtendedLifetime(place) {} }
            return try await verify(given: given, isOffline: isOffline)
        }
        router.get("audit/export") { request, context in
            _ = try await context.identity(on: machine, with: .operator, to: "export the audit chain")
            let query = try QueryReader(request, known: HistoryParameters.ofRecords.union(["after"]))
            let filter = try HistoryParameters.records(query)
            var export = ChainExport(ledger: ledger, filter: filter == HistoryFilter() ? nil : filter)
            try await export.begin(after: try query.value("after", "a record: 4711, or 4711:sha256:…") { Start($0) })
            let place = try exports.enter(to: "export the audit chain")
            let begun = export
            return Response(
                status: .ok, headers: Self.headers,
                body: ResponseBody { writer in
                    defer { withExtendedLifetime(place) {} }
                    var export = begun
                    // An excerpt may have nothing of a piece.
                    while let piece = try await export.next() {
                        if !piece.isEmpty { try await writer.write(ByteBuffer(bytes: piece)) }
                    }
                    try await writer.finish(nil)
                })
        }
    }

    /// Where an export begins: after a record, whose hash may be given.
    enum Start {
        case number(Int64)
        case place(AuditPlace)

        init?(_ text: String) {
            if let number = Int64(text), number >= 0 {
                self = .number(number)
            } else if let place = AuditPlace(text) {
                self = .place(place)
            } else {
                return nil
            }
        }
    }

    private func verify(given: [AuditPlace], isOffline: Bool) async throws -> Response {
        var heads = NotedHeads(given: given)
        var published: Int?
        var failure: String?
        if !isOffline, let source {
            do {
                heads.published = try await source.publishedAuditHeads()
                published = heads.published.count
            } catch {
                // That it cannot be asked is no answer to whether the chain holds.
                failure = "\(error)"
            }
        }
        do {
            let found = try await ledger.verifyAuditChain(knowing: heads)
            return try Answer.json(VerificationDocument(found, published: published, publishedFailure: failure))
        } catch let found as Failure where found.code == .ledgerTampered {
            // It is what was asked for, and no mistake of the service.
            var problem = ProblemDocument(found)
            problem.status = 409
            return try Answer.problem(problem)
        }
    }

    private static var headers: HTTPFields {
        var headers = HTTPFields()
        headers[.contentType] = "application/x-ndjson"
        headers[.cacheControl] = "no-store"
        headers[.xContentTypeOptions] = "nosniff"
        return headers
    }
}
