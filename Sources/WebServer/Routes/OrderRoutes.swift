import BrokerModel
import Controller
import Foundation
import Hummingbird
import Ledger
import NIOCore

/// What people order. Each answers with how things stand afterwards.
struct OrderRoutes {
    let service: BrokerService

    /// The machine's name, for the names of people: `ada@wmanage`.
    let machine: String
    let clock: @Sendable () -> Timestamp

    /// An order is a few words.
    private static let bodyLimit = 16_384

    /// As in `policy.maxDeletes`.
    private static let mostDeletes = 100_000

    /// No pause is for ever.
    private static let longestPause = 30 * 86_400

    func add<Context: CallerContext>(to router: RouterGroup<Context>) {
        router.post("sync") { request, context in
            let person = try await caller(context, .operator, to: "have the service look now")
            _ = try await Self.order(request)
            return try Answer.json(await service.sync(by: person.name))
        }
        router.post("plans/{digest}/approve") { request, context in
            try await decide(.approved, request, context)
        }
        router.post("plans/{digest}/reject") { request, context in
            try await decide(.rejected, request, context)
        }
        router.post("pause") { request, context in
            let person = try await caller(context, .operator, to: "pause a part of the broker")
            return try Answer.json(try await service.pause(try pause(try await Self.order(request), by: person.name)))
        }
        router.post("resume") { request, context in
            let person = try await caller(context, .operator, to: "end a pause")
            let scope = try Self.scope(of: try await Self.order(request))
            return try Answer.json(try await service.resume(scope, by: person.name))
        }
        router.post("rollback") { request, context in
            let person = try await caller(context, .operator, to: "go back to an earlier run")
            let order = try await Self.order(request)
            let status = try await service.rollBack(
                to: order.run.map { RunID($0) }, node: try Self.node(of: order), by: person.name, reason: order.reason)
            return try Answer.json(status)
        }
        router.post("unpin") { request, context in
            let person = try await caller(context, .operator, to: "let go what is held")
            let node = try Self.node(of: try await Self.order(request))
            return try Answer.json(try await service.unpin(node, by: person.name))
        }
    }

    /// Who orders it, once it is known that they may.
    private func caller(
        _ context: some CallerContext, _ role: AccessRole, to attempted: String
    ) async throws -> Identity {
        try await context.identity(on: machine, with: role, to: attempted)
    }

    private func decide(
        _ verdict: PlanDecision.Verdict, _ request: Request, _ context: some CallerContext
    ) async throws -> Response {
        let person = try await caller(
            context, .operator, to: verdict == .approved ? "approve the plan" : "reject the plan")
        let digest = try Digest(inPathOf: context)
        let order = try await Self.order(request)
        if order.allowDeletes != nil { try person.require(.admin, to: "allow more deletions than the policy") }
        let decision = PlanDecision(
            plan: digest, verdict: verdict, actor: person.name, reason: order.reason,
            allowedDeletes: order.allowDeletes)
        return try Answer.json(try await service.decide(decision))
    }

    private func pause(_ order: OrderDocument, by person: String) throws -> Pause {
        guard let seconds = order.seconds, (1...Self.longestPause).contains(seconds) else {
            throw Self.refusal("seconds", "a pause takes from 1 second to 30 days")
        }
        guard let reason = order.reason else { throw Self.refusal("reason", "a pause needs a reason") }
        return Pause(
            scope: try Self.scope(of: order), actor: person, reason: reason, until: clock() + .seconds(seconds))
    }

    private static func scope(of order: OrderDocument) throws -> ChangeScope {
        guard let text = order.scope, let scope = ChangeScope(text) else {
            throw refusal("scope", "name a part: all, host/NAME, node/CENTRE-ID or kind/KIND")
        }
        return scope
    }

    private static func node(of order: OrderDocument) throws -> CentreID? {
        guard let text = order.node else { return nil }
        guard let node = CentreID(text) else { throw refusal("node", "'\(text.prefix(100))' is no centre identifier") }
        return node
    }

    private static func order(_ request: Request) async throws -> OrderDocument {
        let body = try await request.body.collect(upTo: bodyLimit)
        guard body.readableBytes > 0 else { return OrderDocument() }
        let data = Data(body.readableBytesView)
        guard let order = try? JSONDecoder().decode(OrderDocument.self, from: data),
            let fields = try? JSONDecoder().decode([String: IgnoredValue?].self, from: data)
        else { throw refusal("body", "expected a JSON object") }
        if let unknown = fields.keys.sorted().first(where: { OrderDocument.CodingKeys(stringValue: $0) == nil }) {
            throw refusal(String(unknown.prefix(100)), "an order has no such field")
        }
        // A field that somebody forgot to fill would make an order for one node one for the whole broker.
        if let empty = fields.filter({ $0.value == nil }).keys.min() { throw refusal(empty, "null is no value") }
        let reason = order.reason ?? "-"
        guard (1...500).contains(reason.unicodeScalars.count),
            !reason.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
        else { throw refusal("reason", "a text of 1 to 500 characters without control characters") }
        guard order.allowDeletes.map({ (0...mostDeletes).contains($0) }) ?? true else {
            throw refusal("allowDeletes", "a number from 0 to \(mostDeletes)")
        }
        return order
    }

    /// A value of any form, of which nothing but its name matters.
    private struct IgnoredValue: Decodable {
        init(from decoder: any Decoder) {}
    }

    private static func refusal(_ field: String, _ response: String) -> Failure {
        Failure(.usage, attempted: "read the order", on: field, response: response)
    }
}
