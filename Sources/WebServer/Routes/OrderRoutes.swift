import BrokerModel
import Controller
import Foundation
import Hummingbird
import NIOCore

/// What people order. Each answers with how things stand afterwards.
struct OrderRoutes {
    let service: BrokerService

    /// The machine's name, for the names of people: `ada@wmanage`.
    let machine: String
    let clock: @Sendable () -> Timestamp

    /// An order is a few words.
    private static let bodyLimit = 16_384

    /// No pause is for ever.
    private static let longestPause = 30 * 86_400

    func add(to router: RouterGroup<LocalContext>) {
        router.post("sync") { request, context in
            _ = try await Self.order(request)
            return try Answer.json(await service.sync(by: try await person(context)))
        }
        router.post("plans/{digest}/approve") { request, context in
            try await decide(.approved, request, context)
        }
        router.post("plans/{digest}/reject") { request, context in
            try await decide(.rejected, request, context)
        }
        router.post("pause") { request, context in
            let order = try await Self.order(request)
            return try Answer.json(try await service.pause(try pause(order, by: try await person(context))))
        }
        router.post("resume") { request, context in
            let order = try await Self.order(request)
            return try Answer.json(try await service.resume(try Self.scope(of: order), by: try await person(context)))
        }
    }

    /// Who orders it, as it goes to the record.
    private func person(_ context: LocalContext) async throws -> String {
        "\(try await context.caller.name)@\(machine)"
    }

    private func decide(
        _ verdict: PlanDecision.Verdict, _ request: Request, _ context: LocalContext
    ) async throws -> Response {
        let digest = try Digest(inPathOf: context)
        let order = try await Self.order(request)
        let decision = PlanDecision(
            plan: digest, verdict: verdict, actor: try await person(context), reason: order.reason,
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

    private static func order(_ request: Request) async throws -> OrderDocument {
        let body = try await request.body.collect(upTo: bodyLimit)
        guard body.readableBytes > 0 else { return OrderDocument() }
        guard let order = try? JSONDecoder().decode(OrderDocument.self, from: Data(body.readableBytesView)) else {
            throw refusal("body", "expected a JSON object")
        }
        let reason = order.reason ?? "-"
        guard (1...500).contains(reason.utf8.count), !reason.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw refusal("reason", "a text of 1 to 500 bytes without control characters")
        }
        guard order.allowDeletes.map({ $0 >= 0 }) ?? true else { throw refusal("allowDeletes", "a number from 0 on") }
        return order
    }

    private static func refusal(_ field: String, _ response: String) -> Failure {
        Failure(.usage, attempted: "read the order", on: field, response: response)
    }
}
