import BrokerModel
import Controller
import HTTPTypes
import Hummingbird
import Ledger
import NIOCore
import ServiceLifecycle

/// What happens in a run, as it happens.
///
/// Events come from the audit chain, whose numbers are theirs: who comes back
/// with the last one misses nothing, also over a restart of the service. Only
/// `begun`, that a step was begun, is told once and bears no number.
struct RunEventRoute {
    let service: BrokerService
    let ledger: LedgerStore

    func add<Context: CallerContext>(to router: RouterGroup<Context>) {
        router.get("runs/{id}/events") { request, context in
            let run = try RunID(inPathOf: context)
            let last = try Self.lastEvent(request.headers)
            guard let detail = try await ledger.run(run) else { throw run.unknown }
            let isOver = detail.summary.endedAt != nil
            // A browser comes back for ever unless it is told that there is nothing more.
            if isOver, try await ledger.auditEntries(of: run, after: last).isEmpty {
                return Response(status: .noContent)
            }
            // Before the first look into the ledger, so that nothing falls between.
            guard let watch = service.feed.watch() else { throw Self.crowded(run) }
            return Response(status: .ok, headers: Self.headers, body: body(run, after: last, watch, request))
        }
    }

    private func body(_ run: RunID, after last: Int64, _ watch: RunFeed.Watch, _ request: Request) -> ResponseBody {
        ResponseBody { writer in
            defer { watch.cancel() }
            try await request.body.consumeWithInboundCloseHandler { _ in
                var position = last
                guard try await !tell(of: run, after: &position, to: &writer) else { return }
                for await signal in watch.signals.cancelOnGracefulShutdown() {
                    switch signal {
                    case .begun(let resource, let action):
                        let document = RunEventDocument(begun: action, resource, in: run)
                        try await writer.write(ServerSentEvent("begun", document).bytes)
                    case .beat: try await writer.write(ServerSentEvent.beat)
                    case .recorded: break
                    }
                    if try await tell(of: run, after: &position, to: &writer) { return }
                }
            } onInboundClosed: {
                watch.cancel()
            }
            try await writer.finish(nil)
        }
    }

    /// Tells what the ledger has to say that was not told yet.
    ///
    /// - Returns: whether the run is over.
    @concurrent private func tell(
        of run: RunID, after position: inout Int64, to writer: inout any ResponseBodyWriter
    ) async throws -> Bool {
        var isOver = false
        for entry in try await ledger.auditEntries(of: run, after: position) {
            let kind = RunEventKind(entry, of: run)
            let document = RunEventDocument(entry, of: run)
            try await writer.write(ServerSentEvent(kind.rawValue, id: entry.sequence, document).bytes)
            position = entry.sequence
            isOver = isOver || kind == .end
        }
        return isOver
    }

    private static func lastEvent(_ headers: HTTPFields) throws -> Int64 {
        guard let name = HTTPField.Name("Last-Event-ID"), let text = headers[name] else { return 0 }
        guard let number = Int64(text), number >= 0 else {
            throw Failure(
                .usage, attempted: "read the header", on: "Last-Event-ID",
                response: "'\(text.prefix(100))' is no event's id")
        }
        return number
    }

    private static func crowded(_ run: RunID) -> Failure {
        Failure(
            .incomplete, attempted: "watch the run", on: run.description,
            response: "too many watch already, or the service is ending", remedy: "ask for the run itself: runs/\(run)")
    }

    private static var headers: HTTPFields {
        var headers = HTTPFields()
        headers[.contentType] = "text/event-stream"
        headers[.cacheControl] = "no-store"
        // nginx gathers answers otherwise.
        if let name = HTTPField.Name("X-Accel-Buffering") { headers[name] = "no" }
        return headers
    }
}
