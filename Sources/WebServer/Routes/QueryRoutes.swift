import BrokerModel
import Controller
import Foundation
import Hummingbird
import Ledger
import Reconciliation

/// What is, what waits and what was.
struct QueryRoutes {
    let service: BrokerService
    let ledger: LedgerStore

    /// How many runs a list holds.
    private static let runs = 50

    func add(to router: RouterGroup<LocalContext>) {
        router.get("status") { _, _ in try Answer.json(await service.status) }
        router.get("hosts") { _, _ in try Answer.json(["hosts": try await fleet.hosts]) }
        router.get("nodes") { _, _ in try Answer.json(["nodes": try await fleet.nodes]) }
        router.get("plans") { _, _ in try Answer.json(["plans": [await service.status.waiting].compactMap { $0 }]) }
        router.get("plans/{digest}") { _, context in
            let digest = try Digest(inPathOf: context)
            guard let plan = try await ledger.plan(digest) else {
                throw Failure(
                    .notFound, attempted: "show the plan", on: "\(digest)",
                    response: "no plan of this digest was recorded")
            }
            return Answer.json(text: plan)
        }
        router.get("runs") { _, _ in
            try Answer.json(["runs": try await ledger.runs(limit: Self.runs).map { RunDocument($0) }])
        }
        router.get("runs/{id}") { _, context in
            let text = try context.parameters.require("id")
            guard let number = Int64(text), let detail = try await ledger.run(RunID(number)) else {
                throw Failure(
                    .notFound, attempted: "show the run", on: text, response: "there is no such run")
            }
            return try Answer.json(RunDocument(detail))
        }
    }

    private var fleet: StatusDocument {
        get async throws {
            guard let fleet = await service.fleet else {
                throw Failure(
                    .incomplete, attempted: "tell of the fleet", on: "the service",
                    response: "no look at the hosts has succeeded yet", remedy: "ask again in a moment")
            }
            return fleet
        }
    }
}

extension Digest {
    /// The digest a path names.
    init(inPathOf context: some RequestContext) throws {
        let text = try context.parameters.require("digest")
        guard let digest = Digest(text.removingPercentEncoding ?? text) else {
            throw Failure(
                .usage, attempted: "read the digest", on: text,
                response: "a digest is sha256: and 64 hexadecimal digits")
        }
        self = digest
    }
}
