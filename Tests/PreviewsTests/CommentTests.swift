import BrokerModel
import Testing

@testable import Previews

@Suite("The comment of a pull request")
struct CommentTests {
    private static let change: [FieldChange] = [
        FieldChange(field: "content", from: "a", to: "b", diff: String(repeating: "+ a line of a file\n", count: 200))
    ]

    private func scene(steps count: Int) throws -> Scene {
        var scene = Scene()
        scene.mergedSteps = (0..<count).map {
            Scene.step("xx-node\($0)", on: "waloop01", .replace, changes: Self.change)
        }
        scene.policies.levels = [.credentials: .fail]
        scene.merged.nodes[0].subscription.password = nil
        return scene
    }

    @Test("Marker first, then verdict, policies, what it means, the steps, and last the digest")
    func order() throws {
        let comment = PreviewComment(try scene(steps: 2).preview, limit: .github).render()
        let parts = [
            "<!-- isobar-preview xx-example-global-broker -->", "#### ❌ Refused by policy: 0 to add, 2 to change",
            "**Policies**", "**fail** `credentials`: `ca-eccc-msc` has no `password`", "**What it means**", "other `password`",
            "| `waloop01` | 0 | 2 | 0 | 0 | ♻️ `xx-node0`, ♻️ `xx-node1` |",
            "<details><summary><code>2 steps</code></summary>", "| host |  | what | why |",
            "♻️ replace", "<summary><code>waloop01/container/xx-node0", "```diff", "Digest `sha256:", "`isobar apply`",
        ]
        var rest = comment[...]
        for part in parts {
            let found = try #require(
                rest.firstRange(of: part), "\(part) is not behind what came before it in \(comment)")
            rest = rest[found.upperBound...]
        }
        #expect(comment.hasPrefix("<!-- isobar-preview"))
    }

    @Test(
        "Cut to any limit it keeps marker, verdict and digest, and says what is left out",
        arguments: [2_000, 5_000, 20_000, 65_536])
    func limits(bytes: Int) throws {
        let preview = try scene(steps: 300).preview
        let comment = PreviewComment(preview, limit: CommentLimit(bytes: bytes)).render()
        #expect(comment.utf8.count <= bytes)
        #expect(CommentMarker(broker: Scene.broker).begins(comment))
        #expect(comment.contains("300 to change"))
        #expect(comment.contains("Digest `sha256:"))
        #expect(comment.contains("parts are left out here"))
        // Every fence and every fold that is opened is closed.
        #expect(comment.split(separator: "\n").count { $0.hasPrefix("```") }.isMultiple(of: 2))
        #expect(comment.matches(of: /<details>/).count == comment.matches(of: /<\/details>/).count)
    }

    @Test("What one thing stands in the way of is told once, and folded away where there is much")
    func leftOut() throws {
        var scene = Scene()
        scene.warnings = (1...100).map { "waloop01/container/n\($0) is left out: waloop01/account/gb stands in its way" }
        var comment = PreviewComment(try scene.preview, limit: .github).render()
        #expect(comment.contains("**Left out**: `waloop01/container/n1`") && comment.contains("and 95 more"))
        #expect(comment.matches(of: /stands in its way/).count == 1)
        scene.warnings = (1...6).map { "n\($0) is left out: reason \($0)" } + ["another"]
        comment = PreviewComment(try scene.preview, limit: .github).render()
        #expect(comment.contains("<summary><code>6 things are left out for 6 reasons</code>"))
        #expect(comment.contains("**Warning**: another"))
    }

    @Test("Hosts that were not looked at are told by what failed, without paths and addresses of the controller")
    func notLookedAt() throws {
        var preview = try Scene().preview
        guard case .planned(var change) = preview.outcome else { return }
        for number in 1...9 {
            change.unreachable[Scene.host("waloop0\(number)")] = Failure(
                .hostAuthenticationRefused, attempted: "open an SSH session", on: "x",
                response: "the key /var/lib/isobar/key is refused by 192.0.2.\(number)")
        }
        preview.outcome = .planned(change)
        let comment = PreviewComment(preview, limit: .github).render()
        #expect(comment.matches(of: /Not looked at/).count == 1)
        #expect(comment.contains("`waloop01`, `waloop02`") && comment.contains("could not open an SSH session; `isobar status`"))
        #expect(!comment.contains("/var/lib") && !comment.contains("192.0.2."))
    }

    @Test("What is the same on several hosts is shown once")
    func alike() throws {
        var scene = Scene()
        scene.mergedSteps = ["waloop01", "waloop02", "waloop03"].map { host in
            Scene.step(
                "ca-eccc-msc", on: host, .replace,
                changes: [FieldChange(field: "env TZ", from: "UTC", to: host == "waloop02" ? "EET" : "CET")])
        }
        let comment = PreviewComment(try scene.preview, limit: .github).render()
        #expect(comment.contains("<code>waloop01/container/ca-eccc-msc &#40;replace&#41;, also on waloop03</code>"))
        #expect(comment.contains("<code>waloop02/container/ca-eccc-msc &#40;replace&#41;</code>"))
        #expect(comment.matches(of: /→ `CET`/).count == 1)
    }

    @Test("One is one")
    func one() throws {
        var scene = Scene()
        scene.baseSteps = [Scene.step("ca-eccc-msc", on: "waloop01", .create)]
        scene.mergedSteps = scene.baseSteps
        let comment = PreviewComment(try scene.preview, limit: .github).render()
        #expect(comment.contains("Beside it 1 step is pending and 0 mend drift, with or without this change."))
    }

    @Test("Two comments tell the same when only the moment of the look is another")
    func sameness() throws {
        let preview = try Scene().preview
        guard case .planned(var change) = preview.outcome else { return }
        change.observedAt = Timestamp(seconds: 1_900_000_000)
        var later = preview
        later.outcome = .planned(change)
        let texts = [preview, later].map { PreviewComment($0, limit: .github).render() }
        #expect(texts[0] != texts[1] && PreviewComment.tellTheSame(texts[0], texts[1]))
        #expect(PreviewComment.tellTheSame(texts[0], texts[1].replacing("\n", with: "\r\n")))
        change.digest = Digest(of: "other")
        later.outcome = .planned(change)
        #expect(!PreviewComment.tellTheSame(texts[0], PreviewComment(later, limit: .github).render()))
    }

    @Test("A marker counts at the very start, and of its own broker")
    func marker() throws {
        let marker = CommentMarker(broker: Scene.broker)
        let comment = PreviewComment(try Scene().preview, limit: .github).render()
        #expect(marker.begins(comment))
        #expect(marker.begins(comment.replacing("\n", with: "\r\n")))
        #expect(!marker.begins("> " + comment))
        #expect(!marker.begins("\n" + comment))
        #expect(!CommentMarker(broker: Scene.centre("yy-other")).begins(comment))
    }

    @Test("Whatever the change calls things, the comment holds together", arguments: MarkdownTests.hostile)
    func hostile(value: String) throws {
        var scene = Scene()
        scene.merged.hosts[0].address = value
        scene.mergedSteps = [
            Scene.step(
                "ca-eccc-msc", on: "waloop01", .replace,
                changes: [
                    FieldChange(field: value, from: value, to: value),
                    FieldChange(field: "content", from: nil, to: nil, diff: "+" + value),
                ])
        ]
        scene.warnings = [value]
        let comment = PreviewComment(try scene.preview, limit: .github).render()
        // Of the steps, of the policies, and of the one step.
        #expect(comment.matches(of: /<details>/).count == 3)
        #expect(comment.matches(of: /<\/details>/).count >= 2)
        let outside = Self.outsideOfFences(comment).replacing(/`[^`\n]*`/, with: "`…`")
        #expect(!outside.contains("<script") && !outside.contains("](") && !outside.contains("https://"))
        #expect(outside.matches(of: /<!--/).count == 1)
    }

    private static func outsideOfFences(_ comment: String) -> String {
        var fence: Substring?
        var lines: [Substring] = []
        for line in comment.split(separator: "\n", omittingEmptySubsequences: false) {
            let run = line.prefix { $0 == "`" }
            if let open = fence {
                if line == open { fence = nil }
            } else if run.count >= 3 {
                fence = run
            } else {
                lines.append(line)
            }
        }
        return lines.joined(separator: "\n")
    }

    @Test("Errors with their place, each on a line")
    func invalid() throws {
        var preview = try Scene().preview
        let place = SourcePosition(file: "nodes/x|y.yaml", line: 3, column: 5)
        preview.outcome = .invalid([
            Diagnostic(.warning, at: place, "late"),
            Diagnostic(.error, at: place, "unknown key \"a\"", hint: "did you mean b"),
        ])
        let comment = PreviewComment(preview, limit: .github).render()
        #expect(
            comment.contains("- <code>nodes/x&#124;y.yaml&#58;3&#58;5</code>: unknown key &#34;a&#34; (did you mean b)")
        )
        let error = try #require(comment.firstRange(of: "unknown key"))
        let warning = try #require(comment.firstRange(of: "warning: late"))
        #expect(error.upperBound < warning.lowerBound)
        #expect(preview.summary == "no valid desired state: 1 error")
    }

    @Test("Conflicts and failures say what to do")
    func others() throws {
        var preview = try Scene().preview
        preview.outcome = .conflicting(files: ["nodes/b.yaml", "nodes/a.yaml"])
        #expect(PreviewComment(preview, limit: .github).render().contains("- `nodes/a.yaml`\n- `nodes/b.yaml`"))
        #expect(preview.summary == "cannot be merged: 2 files conflict")
        preview.outcome = .failed(
            Failure(
                .placementImpossible, attempted: "place a node", on: "x", response: "```\nno room", remedy: "add a host"
            ))
        let comment = PreviewComment(preview, limit: .github).render()
        #expect(comment.contains("````\n```\nno room\n````"))
        #expect(comment.contains("add a host"))
    }

    @Test("A commit status has at most 140 characters")
    func summary() throws {
        var scene = Scene()
        scene.mergedSteps = (0..<30).map { Scene.step("xx-a\($0)", on: "waloop01", .replace, siblings: []) }
        let preview = try scene.preview
        #expect(preview.summary.count <= 140)
        #expect(preview.summary.hasPrefix("0 to add, 30 to change"))
    }
}
