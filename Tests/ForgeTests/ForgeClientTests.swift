import BrokerModel
import Synchronization
import TestSupport
import Testing

@testable import Forge

@Suite("The same of every forge")
struct ForgeClientTests {
    private let clock = ManualClock()

    private func client(_ forge: StandInForge) throws -> ForgeClient {
        let clock = clock
        return ForgeClient(
            forge.kind, try #require(ForgeRepository("wmo/broker")), named: "https://forge.example", over: forge,
            timer: clock, clock: { Timestamp(seconds: 1_000) + clock.now.sinceStart })
    }

    /// Runs it to its end, however long it waits.
    private func run<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> (value: Value, waited: Duration) {
        let result = await clock.run { () async -> Result<Value, any Error> in
            do { return .success(try await work()) } catch { return .failure(error) }
        }
        return (try result.get(), clock.now.sinceStart)
    }

    private static let mark = "<!-- mark -->\n"
    private static let isOurs: @Sendable (String) -> Bool = { $0.hasPrefix(mark) }

    private static func sha(_ number: Int) -> String { String(repeating: String(number % 10), count: 40) }

    @Test("Open changes come from all pages, of the branch that is asked for", arguments: ForgeKind.allCases)
    func changes(kind: ForgeKind) async throws {
        let forge = StandInForge(kind)
        forge.state.withLock { state in
            state.changes = (1...5).map { ($0, Self.sha($0), $0 == 4 ? "other" : "main", $0 == 3) }
        }
        let client = try client(forge)
        let changes = try await run { try await client.openChanges(for: "main") }.value
        #expect(changes.map(\.number) == [1, 2, 3, 5])
        #expect(changes.filter(\.isFork).map(\.number) == [3])
        #expect(changes.first?.head.text == Self.sha(1))
        // Nothing is asked for where the answer points to.
        #expect(forge.state.withLock { $0.calls }.allSatisfy { !$0.path.contains("evil") })
    }

    @Test("A commit came by the change the forge names, or by none", arguments: ForgeKind.allCases)
    func origin(kind: ForgeKind) async throws {
        let forge = StandInForge(kind)
        forge.state.withLock { $0.origins[Self.sha(1)] = [7] }
        let client = try client(forge)
        let (known, unknown) = (try #require(CommitID(Self.sha(1))), try #require(CommitID(Self.sha(2))))
        #expect(try await run { try await client.changes(of: known) }.value == [7])
        #expect(try await run { try await client.changes(of: unknown) }.value == [])
    }

    @Test("One comment, updated in place, found on a later page", arguments: ForgeKind.allCases)
    func comment(kind: ForgeKind) async throws {
        let forge = StandInForge(kind)
        forge.state.withLock { state in
            state.comments[7] = (1...3).map { .init(id: $0, author: "ada", body: "Text \($0)") }
        }
        let client = try client(forge)
        #expect(try await run { try await client.publish(Self.mark + "one", on: 7, isOurs: Self.isOurs) }.value)
        #expect(try await run { try await client.publish(Self.mark + "two", on: 7, isOurs: Self.isOurs) }.value)
        #expect(try await !run { try await client.publish(Self.mark + "two", on: 7, isOurs: Self.isOurs) }.value)
        let comments = forge.state.withLock { $0.comments[7] } ?? []
        #expect(comments.map(\.body) == ["Text 1", "Text 2", "Text 3", Self.mark + "two"])
    }

    @Test("A comment of somebody else that looks like ours is left alone", arguments: ForgeKind.allCases)
    func forged(kind: ForgeKind) async throws {
        let forge = StandInForge(kind)
        forge.state.withLock { $0.comments[7] = [.init(id: 1, author: "mallory", body: Self.mark + "all is well")] }
        let client = try client(forge)
        _ = try await run { try await client.publish(Self.mark + "one", on: 7, isOurs: Self.isOurs) }
        let comments = forge.state.withLock { $0.comments[7] } ?? []
        #expect(comments.map(\.author) == ["mallory", "isobar"])
        #expect(comments.first?.body == Self.mark + "all is well")
    }

    @Test("Deleted by a person, even while it is being updated, it is written anew", arguments: ForgeKind.allCases)
    func deleted(kind: ForgeKind) async throws {
        let forge = StandInForge(kind, pageSize: 50)
        let client = try client(forge)
        _ = try await run { try await client.publish(Self.mark + "one", on: 7, isOurs: Self.isOurs) }
        forge.state.withLock { state in
            state.comments[7]?[0].body = Self.mark + "old"
            state.deletesBeforeUpdate = true
        }
        #expect(try await run { try await client.publish(Self.mark + "two", on: 7, isOurs: Self.isOurs) }.value)
        #expect(forge.state.withLock { $0.comments[7] }?.map(\.body) == [Self.mark + "two"])
    }

    @Test("A post whose answer is lost is not repeated blindly", arguments: ForgeKind.allCases)
    func lostAnswer(kind: ForgeKind) async throws {
        for lost in [StandInForge.Mishap.lost, .after(HTTPAnswer(status: 502))] {
            let forge = StandInForge(kind)
            forge.state.withLock { state in
                state.mishaps = [.after(Self.account(kind)), .after(Self.nothing), lost]
            }
            let client = try client(forge)
            _ = try await run { try await client.publish(Self.mark + "one", on: 7, isOurs: Self.isOurs) }
            #expect(forge.state.withLock { $0.comments[7] }?.count == 1)
        }
    }

    /// The true answers of the first two requests, so that the third is the post.
    private static func account(_ kind: ForgeKind) -> HTTPAnswer {
        HTTPAnswer(
            status: 200, body: Array((kind == .gitlab ? "{\"username\":\"isobar\"}" : "{\"login\":\"isobar\"}").utf8))
    }

    private static let nothing = HTTPAnswer(status: 200, body: Array("[]".utf8))

    @Test("A commit status, set twice, stands", arguments: ForgeKind.allCases, CommitStatus.State.allCases)
    func status(kind: ForgeKind, state: CommitStatus.State) async throws {
        let forge = StandInForge(kind)
        let client = try client(forge)
        let status = CommitStatus(
            commit: try #require(CommitID(Self.sha(1))), state: state, context: "isobar/preview", summary: "1 to add")
        for _ in 1...2 { _ = try await run { try await client.set(status) } }
        let set = forge.state.withLock { $0.statuses }
        #expect(Set(set.map(\.sha)) == [Self.sha(1)] && Set(set.map(\.context)) == ["isobar/preview"])
        #expect(set.last?.text == "1 to add")
        let word = kind == .gitlab && state != .pending && state != .success ? "failed" : state.rawValue
        #expect(set.last?.state == word)
    }

    @Test("What conflicts with what somebody else does is done after it, once", arguments: ForgeKind.allCases)
    func conflict(kind: ForgeKind) async throws {
        let forge = StandInForge(kind)
        forge.state.withLock { state in
            // Whose token it is, the comments, and then the post.
            state.mishaps = [
                .after(Self.account(kind)), .after(Self.nothing), .instead(HTTPAnswer(status: 409)),
                .instead(HTTPAnswer(status: 409)),
            ]
        }
        let client = try client(forge)
        #expect(try await run { try await client.publish(Self.mark + "one", on: 7, isOurs: Self.isOurs) }.value)
        #expect(forge.state.withLock { $0.comments[7] }?.map(\.body) == [Self.mark + "one"])
    }

    // MARK: - Waiting

    @Test(
        "Limits are waited for as the forge asks",
        arguments: [
            (HTTPAnswer(status: 429, headers: ["retry-after": "30"]), 30),
            (HTTPAnswer(status: 403, headers: ["retry-after": "7"]), 7),
            (HTTPAnswer(status: 403, headers: ["x-ratelimit-remaining": "0", "x-ratelimit-reset": "1120"]), 121),
            (HTTPAnswer(status: 429, headers: ["ratelimit-reset": "1010"]), 11),
            (HTTPAnswer(status: 429), 60),
            (
                HTTPAnswer(status: 403, body: Array("{\"message\":\"You have exceeded a secondary rate limit\"}".utf8)),
                60
            ),
            (HTTPAnswer(status: 502), 1), (HTTPAnswer(status: 503), 1), (HTTPAnswer(status: 409), 1),
        ])
    func limits(answer: HTTPAnswer, seconds: Int) async throws {
        let forge = StandInForge(.github)
        forge.state.withLock { $0.mishaps = [.instead(answer)] }
        let client = try client(forge)
        let waited = try await run { try await client.openChanges(for: "main") }.waited
        #expect(waited == .seconds(seconds))
    }

    @Test("Waiting grows, and ends")
    func giveUp() async throws {
        let forge = StandInForge(.gitea)
        forge.state.withLock { $0.mishaps = Array(repeating: .instead(HTTPAnswer(status: 500)), count: 20) }
        let client = try client(forge)
        let failure = await #expect(throws: Failure.self) {
            _ = try await run { try await client.openChanges(for: "main") }
        }
        #expect(failure?.code == .forgeUnreachable)
        #expect(forge.state.withLock { $0.calls.count } == 5)
        #expect(clock.now.sinceStart == .seconds(1 + 2 + 4 + 8))
    }

    @Test("Who is told to wait for hours gives up for now")
    func tooLong() async throws {
        let forge = StandInForge(.github)
        forge.state.withLock { $0.mishaps = [.instead(HTTPAnswer(status: 429, headers: ["retry-after": "86400"]))] }
        let client = try client(forge)
        let failure = await #expect(throws: Failure.self) {
            _ = try await run { try await client.openChanges(for: "main") }
        }
        #expect(failure?.code == .forgeUnreachable)
        #expect(clock.now.sinceStart == .zero)
    }

    @Test("What another try would not change is refused at once", arguments: [401, 403, 404, 422])
    func refused(status: Int) async throws {
        let forge = StandInForge(.gitlab)
        forge.state.withLock {
            $0.mishaps = [.instead(HTTPAnswer(status: status, body: Array("{\"message\":\"no\"}".utf8)))]
        }
        let client = try client(forge)
        let failure = await #expect(throws: Failure.self) {
            _ = try await run { try await client.openChanges(for: "main") }
        }
        #expect(failure?.code == (status == 422 ? .forgeRefused : .forgeAccessRefused))
        #expect(failure?.response.contains("\(status)") == true)
        #expect(forge.state.withLock { $0.calls.count } == 1)
    }

    @Test(
        "An answer that is something else is a failure, never an empty list",
        arguments: ["", "<html>", "{}", "[{\"number\":\"x\"}]"])
    func nonsense(body: String) async throws {
        let forge = StandInForge(.github)
        forge.state.withLock { $0.mishaps = [.instead(HTTPAnswer(status: 200, body: Array(body.utf8)))] }
        let client = try client(forge)
        let failure = await #expect(throws: Failure.self) {
            _ = try await run { try await client.openChanges(for: "main") }
        }
        #expect(failure?.code == .forgeRefused)
    }

    @Test(
        "A name that could lead elsewhere is no repository",
        arguments: ["", "a", "a/", "/a", "a/..", "a/./b", "a/b?c", "a/b#", "a/b c", "a/%2e%2e", "ä/b"])
    func repository(text: String) {
        #expect(ForgeRepository(text) == nil)
    }
}
