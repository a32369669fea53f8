import BrokerModel
import Execution
import Testing

@Suite("Secrets in the words of hosts")
struct RedactionTests {
    private let redaction = Redaction(
        of: [
            "tiger-lily", "tiger-lily-2", "short", "a \"quoted\\word", "-----BEGIN KEY-----\nMIIEvQIBADAN\n-----END KEY-----",
        ].map(Secret.init))

    @Test(
        "are not shown",
        arguments: [
            ("password tiger-lily is too simple", "password (secret) is too simple"),
            ("tiger-lily-2 tiger-lily", "(secret) (secret)"),
            ("line 3: MIIEvQIBADAN\nline 4: fine", "line 3: (secret)\nline 4: fine"),
            (#"say "a \"quoted\\word""#, #"say "(secret)""#), (#"a "quoted\word"#, "(secret)"),
            // Nothing that short is one, and where a key begins is known to all.
            ("short of -----BEGIN KEY-----", "short of -----BEGIN KEY-----"), ("", ""),
        ])
    func text(said: String, shown: String) {
        #expect(redaction(said) == shown)
    }

    @Test("wherever they are said")
    func performer() async throws {
        let performer = RedactingPerformer(Repeating(word: "tiger-lily"), redaction)
        let step = Plans.step("h1", "a")
        let host = try #require(HostName("h1"))
        let output = try await performer.perform(step, handover: {}, progress: { _ in })
        #expect(output.tail == "it is (secret)")
        let failure = await #expect(throws: Failure.self) {
            try await performer.perform(Plans.step("h1", "fails"), handover: {}, progress: { _ in })
        }
        #expect(failure == Repeating.failure("(secret)"))
        #expect(await performer.begin(Plans.plan([step])) == [host: Repeating.failure("(secret)")])
        #expect(await performer.end(Plans.plan([step]), outcomes: [:]) == [host: Repeating.failure("(secret)")])
        #expect(await performer.health(of: [step.resource]).values.map(\.note) == ["it is (secret)"])
    }
}

/// Hosts that repeat a word in all they say.
private struct Repeating: StepPerformer {
    let word: String

    static func failure(_ word: String) -> Failure {
        Failure(.commandFailed, attempted: "use \(word)", on: word, response: "\(word) is wrong", remedy: "not \(word)")
    }

    func begin(_ plan: Plan) async -> [HostName: Failure] { said(of: plan) }

    func perform(
        _ step: Step, handover: @escaping @Sendable () async throws -> Void,
        progress: @escaping @Sendable (StepProgress) -> Void
    ) async throws -> StepOutput {
        if step.id.text == "fails" { throw Self.failure(word) }
        return StepOutput(tail: "it is \(word)")
    }

    func health(of members: [ResourceAddress]) async -> [ResourceAddress: MemberHealth] {
        Dictionary(
            members.map { ($0, MemberHealth(isRunning: true, isHealthy: false, note: "it is \(word)")) }) { one, _ in one }
    }

    func end(_ plan: Plan, outcomes: [StepID: StepOutcome]) async -> [HostName: Failure] { said(of: plan) }

    private func said(of plan: Plan) -> [HostName: Failure] {
        Dictionary(plan.steps.compactMap(\.resource.host).map { ($0, Self.failure(word)) }) { one, _ in one }
    }
}
