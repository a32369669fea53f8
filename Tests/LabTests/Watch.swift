import Foundation
import Testing

/// Watches the instances of a node from outside while something happens.
///
/// By what the engines tell of every start and every end, at times of the one
/// clock that all hosts of the lab share. Looking again and again would miss
/// what lies between two looks, and looks at several hosts are never of one
/// moment.
struct Watch: Sendable {
    let lab: Lab
    let node: String
    let hosts: [String]

    /// The fewest instances that ran at any moment while `work` was done.
    func fewest(_ work: @Sendable () async throws -> Void) async throws -> Int {
        var diaries: [Companion] = []
        for host in hosts { diaries.append(try await diary(of: host)) }
        do {
            try await work()
        } catch {
            for diary in diaries { try await diary.finish() }
            throw error
        }
        var running: [Set<String>] = []
        var events: [Event] = []
        for (host, diary) in diaries.enumerated() {
            let lines = try await diary.finish()
            running.append(Set(lines.compactMap { Event($0, host: host, node)?.now }))
            events += lines.compactMap { Event($0, host: host, node) }.filter { $0.now == nil }
        }
        var fewest = running.count { !$0.isEmpty }
        try #require(fewest > 0, "no instance of \(node) ran to begin with")
        for event in events.sorted(by: { $0.time < $1.time }) {
            if event.isStart { running[event.host].insert(event.container) } else { running[event.host].remove(event.container) }
            fewest = min(fewest, running.count { !$0.isEmpty })
        }
        return fewest
    }

    /// What an engine tells of its containers, from now on, and those of the
    /// node that run now. The events begin a moment before, so that nothing lies
    /// between: a start or an end that is told twice changes nothing.
    private func diary(of host: String) async throws -> Companion {
        try await Companion(
            lab.root + "/deploy/lab/lab",
            [
                "--prefix", lab.inventory.prefix, "exec", host, "sh", "-c",
                """
                docker events --since "$(date +%s.%N)" --filter type=container --filter event=start --filter event=die \
                    --format '{{.TimeNano}} {{.Action}} {{.Actor.Attributes.name}} {{.Actor.ID}}' &
                docker ps --no-trunc --filter 'name=^\(node)$' --format '0 now {{.Names}} {{.ID}}'
                echo ready
                cat >/dev/null
                kill $!
                """,
            ])
    }

    /// One line of a diary.
    private struct Event {
        var host: Int
        var time: Int
        var container: String

        /// The container, when the line tells what runs and not what happened.
        var now: String?
        var isStart: Bool

        /// Nil for what is no line about the node.
        init?(_ line: String, host: Int, _ node: String) {
            let parts = line.split(separator: " ").map(String.init)
            guard parts.count == 4, let time = Int(parts[0]), parts[1] != "start" || parts[2] == node else { return nil }
            self.host = host
            self.time = time
            container = parts[3]
            now = parts[1] == "now" ? parts[3] : nil
            isStart = parts[1] == "start"
        }
    }
}
