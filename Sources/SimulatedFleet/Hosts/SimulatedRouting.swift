/// What Traefik on a simulated host has loaded, worked out from the files and
/// containers it reads.
struct SimulatedRouting {
    /// Whether its API answers.
    let answers: Bool

    /// The answer to `GET /api/http/routers`.
    let routers: String

    /// Since it takes changes in a little later than they happen.
    private static let delay = Duration.milliseconds(500)

    init(_ host: SimulatedHost, home: String, now: Duration) {
        answers = host.containers["traefik"]?.isWell(at: now) ?? false
        guard answers else {
            routers = ""
            return
        }
        let files = host.files.filter { path, file in
            path.hasPrefix(home + "/traefik/dynamic/") && path.hasSuffix(".yml") && file.kind == .file
        }
        // One unreadable file keeps Traefik from reading any other.
        let isReadable = files.values.allSatisfy { !Self.cannotRead($0.text) }
        var entries: [String] = []
        var middlewares: Set<Substring> = []
        let loaded = files.sorted { $0.key < $1.key }.filter { now - $0.value.contentChangedAt >= Self.delay }
        for (_, file) in loaded where isReadable {
            entries += Self.keys(under: "  routers:", in: file.text).map { Self.entry("\($0)@file", isEnabled: true) }
            middlewares.formUnion(Self.keys(under: "  middlewares:", in: file.text))
        }
        for container in host.containers.values.sorted(by: { $0.name < $1.name }) {
            guard container.isRunning, now - (container.startedAt ?? now) >= Self.delay else { continue }
            for (label, value) in container.labels where label.hasSuffix(".middlewares") {
                let name = label.dropFirst("traefik.http.routers.".count).dropLast(".middlewares".count)
                let needed = value.prefix { $0 != "@" }
                entries.append(Self.entry("\(name)@docker", isEnabled: middlewares.contains(needed)))
            }
        }
        routers = "[" + entries.sorted().joined(separator: ",") + "]"
    }

    /// What stands for every text that is no YAML.
    static func cannotRead(_ text: String) -> Bool { text.hasPrefix("{{") }

    /// The keys of the mapping that a line of a file begins; Isobar's own YAML
    /// is indented by two.
    private static func keys(under heading: String, in text: String) -> [Substring] {
        var found: [Substring] = []
        var isInside = false
        for line in text.split(separator: "\n") {
            if line == heading {
                isInside = true
            } else if isInside {
                let depth = line.prefix { $0 == " " }.count
                if depth < 4 { break }
                if depth == 4, line.hasSuffix(":") {
                    found.append(line.dropFirst(4).dropLast().trimmingPrefix("\"").prefix { $0 != "\"" })
                }
            }
        }
        return found
    }

    private static func entry(_ name: String, isEnabled: Bool) -> String {
        isEnabled
            ? #"{"name":"\#(name)","status":"enabled"}"#
            : #"{"name":"\#(name)","status":"disabled","error":["middleware does not exist"]}"#
    }
}
