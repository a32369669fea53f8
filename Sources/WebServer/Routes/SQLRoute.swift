import BrokerModel
import Controller
import Foundation
import Hummingbird
import Ledger
import Reconciliation

/// A question in SQL, over a connection that cannot write.
struct SQLRoute {
    let ledger: LedgerStore
    let machine: String
    private let turnstile: Turnstile

    init(ledger: LedgerStore, machine: String, turnstile: Turnstile = Turnstile(places: 2)) {
        self.ledger = ledger
        self.machine = machine
        self.turnstile = turnstile
    }

    func add<Context: CallerContext>(to router: RouterGroup<Context>) {
        router.get("audit/sql") { request, context in
            let attempted = "answer a question in SQL"
            _ = try await context.identity(on: machine, with: .operator, to: attempted)
            let query = try QueryReader(request, known: ["query", "limit", "seconds"])
            guard let question = try query.text("query") else {
                throw Failure(
                    .usage, attempted: "read the query", on: "query", response: "it is missing",
                    remedy: "give a SELECT: query=SELECT%20*%20FROM%20runs")
            }
            // The ledger's own memory is the service's: an answer is kept smaller than a command's.
            let limits = SQLLimits(
                time: .seconds(try Self.number(query, "seconds", upTo: 60) ?? 10),
                rows: try Self.number(query, "limit", upTo: 10_000) ?? 1000, valueSize: 1 << 20,
                answerSize: 16 << 20)
            let place = try turnstile.enter(to: attempted)
            defer { withExtendedLifetime(place) {} }
            let console = SQLConsole(path: ledger.path, limits: limits)
            let answer = try await withCheckedThrowingContinuation { continuation in
                // It works until its time is over: on a thread of its own, not on those that carry the service.
                Thread.detachNewThread { continuation.resume(with: Result { try console.ask(question) }) }
            }
            return try Answer.json(SQLAnswerDocument(answer))
        }
    }

    private static func number(_ query: QueryReader, _ name: String, upTo most: Int) throws -> Int? {
        try query.value(name, "a number from 1 to \(most)") { text in
            Int(text).flatMap { (1...most).contains($0) ? $0 : nil }
        }
    }
}
