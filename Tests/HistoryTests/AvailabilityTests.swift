import BrokerModel
import History
import Testing

@Suite("Availability")
struct AvailabilityTests {
    /// Two hosts, a period of 1000 seconds, looks that tell for 100.
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        /// Stretches in which each host was seen.
        var seen: [[(Int64, Int64)]] = [[(0, 1000)], [(0, 1000)]]
        /// Stretches in which the instance on each host was up.
        var up: [[(Int64, Int64)]] = [[(0, 1000)], [(0, 1000)]]
        var applied: [[AppliedInstance]]
        var blind: [[(Int64, Int64)]] = [[], []]
        /// Seconds of 2, 1, 1 or 2, 0 and unknown.
        var result: [Int64]
        var testDescription: String { name }
    }

    private static let period = span(0, 1000)
    private static let hosts = ["waloop01", "waloop02"].compactMap { HostName($0) }

    private static func span(_ from: Int64, _ to: Int64) -> TimeSpan {
        guard let span = TimeSpan(Timestamp(seconds: from), Timestamp(seconds: to)) else {
            preconditionFailure("a case of these tests has a stretch that ends before it begins")
        }
        return span
    }

    private static func applied(_ host: Int, _ begun: (Int64, Int64), _ ended: (Int64, Int64)? = nil) -> AppliedInstance
    {
        AppliedInstance(
            host: hosts[host], begun: span(begun.0, begun.1), ended: ended.map { span($0.0, $0.1) })
    }

    /// Before the period.
    private static let before: (Int64, Int64) = (-20, -10)
    private static let pair = [[applied(0, before)], [applied(1, before)]]

    @Test(arguments: [
        Case(name: "both all the time", applied: pair, result: [1000, 0, 0, 0, 0]),
        Case(
            name: "one falls out", up: [[(0, 400), (500, 1000)], [(0, 1000)]], applied: pair,
            result: [900, 100, 0, 0, 0]),
        Case(
            name: "both fall out", up: [[(0, 400), (500, 1000)], [(0, 450), (500, 1000)]], applied: pair,
            result: [900, 50, 0, 50, 0]),
        Case(
            name: "one host is not seen for a while", seen: [[(0, 300), (400, 1000)], [(0, 1000)]], applied: pair,
            result: [900, 0, 100, 0, 0]),
        Case(
            name: "nobody looks for a while", seen: [[(0, 300), (400, 1000)], [(0, 300), (400, 1000)]], applied: pair,
            result: [900, 0, 0, 0, 100]),
        Case(name: "never looked at", seen: [[], []], applied: pair, result: [0, 0, 0, 0, 1000]),
        Case(
            name: "the one that is seen is down", seen: [[(0, 300), (400, 1000)], [(0, 1000)]],
            up: [[(0, 1000)], [(0, 350)]], applied: pair, result: [300, 600, 50, 0, 50]),
        Case(
            name: "brought by a run: counted from its end", up: [[(200, 1000)], [(200, 1000)]],
            applied: [[applied(0, (100, 200))], [applied(1, (100, 200))]], result: [800, 0, 0, 0, 0]),
        Case(
            name: "taken by a run: counted to its beginning", up: [[(0, 650)], [(0, 660)]],
            applied: [[applied(0, before, (600, 700))], [applied(1, before, (600, 700))]],
            result: [600, 0, 0, 0, 0]),
        Case(
            name: "moved by a run: the time of the run counts", up: [[(0, 610)], [(690, 1000)]],
            applied: [[applied(0, before, (600, 700))], [applied(1, (600, 700))]],
            result: [0, 920, 0, 80, 0]),
        Case(
            name: "changed by a run, blind until the next look",
            applied: [
                [applied(0, before, (500, 600)), applied(0, (500, 600))], [applied(1, before)],
            ], blind: [[(510, 650)], []], result: [860, 0, 140, 0, 0]),
        Case(name: "never to be there", applied: [[], []], result: [0, 0, 0, 0, 0]),
        Case(
            name: "removed and brought again",
            applied: [
                [applied(0, before, (100, 110)), applied(0, (490, 500))], [],
            ], result: [600, 0, 0, 0, 0]),
    ])
    func node(_ test: Case) {
        var records = NodeRecords()
        var coverage: [HostName: HostCoverage] = [:]
        for (index, host) in Self.hosts.enumerated() {
            records.instances += test.up[index].map {
                InstanceSpan(host: host, span: Self.span($0.0, $0.1), isUp: true)
            }
            records.applied += test.applied[index]
            records.blind[host] = test.blind[index].map { Self.span($0.0, $0.1) }
            coverage[host] = Self.coverage(test.seen[index])
        }
        let node = NodeAvailability(records, hosts: coverage, period: Self.period)
        let found = [node.two, node.one, node.oneOrTwo, node.none, node.unknown].map(\.components.seconds)
        #expect(found == test.result)
        #expect(node.wanted == .seconds(test.result.reduce(0, +)))
    }

    /// Looks every 50 seconds within the stretches, and a failed one at the end
    /// of each.
    private static func coverage(_ seen: [(Int64, Int64)]) -> HostCoverage {
        var coverage = HostCoverage(period: period, trust: .seconds(100))
        for (from, to) in seen {
            for second in stride(from: from, to: to, by: 50) {
                coverage.add(HostLook(at: Timestamp(seconds: second)))
            }
            coverage.add(HostLook(at: Timestamp(seconds: to), failure: "host-unreachable"))
        }
        coverage.finish()
        return coverage
    }

    @Test(
        "The goal is met or missed only where the unknown time does not decide",
        arguments: [
            (1000, 0, 1000, .met), (995, 0, 1000, .met), (994, 0, 1000, .missed), (995, 5, 1000, .met),
            (990, 5, 1000, .open), (990, 4, 1000, .missed), (0, 1000, 1000, .open), (0, 0, 0, nil),
        ] as [(Int64, Int64, Int64, AvailabilityGoal.Verdict?)])
    func goal(served: Int64, unknown: Int64, whole: Int64, verdict: AvailabilityGoal.Verdict?) {
        let found = AvailabilityGoal().verdict(
            served: .seconds(served), unknown: .seconds(unknown), of: .seconds(whole))
        #expect(found == verdict)
    }

    @Test(
        "A container serves when it runs and its health check does not deny it",
        arguments: [
            (["state": "running"], true), (["state": "running", "health": "healthy"], true),
            (["state": "running", "health": "unhealthy"], false), (["state": "running", "health": "starting"], false),
            (["state": "exited"], false), (["state": "paused", "health": "healthy"], false), ([:], false),
        ] as [([String: String], Bool)])
    func isUp(record: [String: String], isUp: Bool) {
        #expect(InstanceSpan.isUp(record) == isUp)
    }
}
