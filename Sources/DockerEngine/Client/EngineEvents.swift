internal import Foundation

/// The events of an engine in the order they happened. To be iterated once.
public struct EngineEvents: AsyncSequence, Sendable {
    public typealias Element = EngineEvent

    let connection: HTTPConnection
    let failures: EngineFailures
    let attempt: Attempt

    public struct AsyncIterator: AsyncIteratorProtocol {
        let events: EngineEvents
        private var splitter = LineSplitter()
        private var lines: ArraySlice<[UInt8]> = []

        init(events: EngineEvents) {
            self.events = events
        }

        public mutating func next() async throws -> EngineEvent? {
            do {
                while lines.isEmpty {
                    guard let part = try await events.connection.nextBodyPart() else { return nil }
                    lines = try splitter.add(part)[...]
                }
                return try JSONDecoder().decode(EngineEvent.self, from: Data(lines.removeFirst()))
            } catch {
                throw events.failures.translate(error, events.attempt)
            }
        }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(events: self)
    }
}
