import BrokerModel
import GitRepository
import TestSupport
import Testing

@Suite("The files of a commit")
struct CommitSnapshotTests {
    @Test("are read whole, ordered, with mode and blob")
    func plainFiles() async throws {
        let scenario = try MirrorScenario()
        let origin = scenario.origin
        let windows = try origin.blob(Array("x\r\ny".utf8))
        let empty = try origin.blob([])
        let attributes = try origin.blob(Array("* text eol=lf\n".utf8))
        let inner = try origin.tree([("100644", "c.yaml", empty)])
        let head = try commitID(
            origin.commit(
                tree: origin.tree([
                    ("100644", ".gitattributes", attributes), ("100644", "a.yaml", empty), ("40000", "a", inner),
                    ("100644", "b.yaml", windows), ("100755", "run.sh", empty),
                ])))
        _ = try await scenario.mirror.update()
        let snapshot = try await scenario.mirror.snapshot(of: head)
        #expect(snapshot.refusals == [])
        let files = snapshot.files
        #expect(files.map(\.path) == [".gitattributes", "a.yaml", "a/c.yaml", "b.yaml", "run.sh"])
        #expect(
            files.first { $0.path == "b.yaml" }?.bytes == Array("x\r\ny".utf8), "as committed, attributes or not")
        #expect(files.first { $0.path == "a/c.yaml" }?.bytes == [])
        for file in files {
            #expect(try scenario.origin.git(["rev-parse", "HEAD:\(file.path)"]) == file.blobID.text)
        }
        #expect(files.filter { $0.mode == .executable }.map(\.path) == ["run.sh"])
    }

    @Test("are those below the path", arguments: ["state", "./state/", "state/."])
    func subdirectory(path: String) async throws {
        let scenario = try MirrorScenario()
        let head = try scenario.commit("Files", ["state/nodes/a.yaml": "1", "elsewhere": "2"])
        _ = try await scenario.mirror.update()
        #expect(try await scenario.mirror.snapshot(of: head, at: path).files.map(\.path) == ["nodes/a.yaml"])
    }

    @Test(
        "a path that is no directory of the commit is an error, never no files",
        arguments: [
            ("missing", FailureCode.desiredStateInvalid), ("file", .desiredStateInvalid),
            ("link", .desiredStateInvalid),
            ("..", .configurationInvalid), ("a/../b", .configurationInvalid), ("/etc", .configurationInvalid),
            ("", .configurationInvalid),
        ])
    func wrongPath(path: String, code: FailureCode) async throws {
        let scenario = try MirrorScenario()
        let link = try scenario.origin.blob(Array("/etc".utf8))
        let file = try scenario.origin.blob([])
        let tree = try scenario.origin.tree([("100644", "file", file), ("120000", "link", link)])
        let head = try commitID(scenario.origin.commit(tree: tree))
        _ = try await scenario.mirror.update()
        let error = await failure { () async throws(Failure) in
            try await scenario.mirror.snapshot(of: head, at: path)
        }
        #expect(error?.code == code)
    }

    @Test(
        "a hostile entry is refused by name and reason",
        arguments: [
            ("120000", "link", "link: is a symbolic link; only regular files and directories are read"),
            ("160000", "module", "module: is a submodule; only regular files and directories are read"),
            ("100644", ".gitmodules", ".gitmodules: submodules are not read"),
            ("100644", "..", "..: the name is a step, not a name"),
            ("100644", ".", ".: the name is a step, not a name"),
            ("100644", ".git", ".git: the name is git's own"),
            ("100644", ".GIT", ".GIT: the name is git's own"),
            ("100644", "git~1", "git~1: the name is git's own"),
            ("100644", ".git. ", ".git.: the name is git's own"),
            ("100644", "a/b", "a/b: the name holds a slash"),
            ("100644", "a\\b", "a\\b: the name holds a backslash"),
            ("100644", "a\nb", "a\\u{A}b: the name holds a control or an invisible character"),
            ("100644", ".g\u{200C}it", ".g\\u{200C}it: the name holds a control or an invisible character"),
            ("100644", "A.yaml", "a.yaml: differs from A.yaml in case or accents alone"),
        ])
    func hostileEntry(mode: String, name: String, line: String) async throws {
        let scenario = try MirrorScenario()
        let blob = try scenario.origin.blob(Array("/etc/passwd".utf8))
        let object = mode == "160000" ? try scenario.commit("For the submodule").text : blob
        let tree = try scenario.origin.tree([(mode, name, object), ("100644", "a.yaml", blob)])
        let head = try commitID(scenario.origin.commit(tree: tree))
        _ = try await scenario.mirror.update()
        let snapshot = try await scenario.mirror.snapshot(of: head)
        #expect(snapshot.refusals.map(\.description) == [line])
        #expect(snapshot.files.contains { $0.path == "a.yaml" })
    }

    @Test("all refusals come together")
    func allRefusals() async throws {
        let scenario = try MirrorScenario()
        let blob = try scenario.origin.blob([1])
        let inner = try scenario.origin.tree([("120000", "link", blob), ("100644", "ok", blob)])
        let tree = try scenario.origin.tree([
            ("120000", "a", blob), ("40000", "nodes", inner), ("100644", "x", blob), ("100644", "X", blob),
        ])
        let head = try commitID(scenario.origin.commit(tree: tree))
        _ = try await scenario.mirror.update()
        #expect(
            try await scenario.mirror.snapshot(of: head).refusals.map(\.description) == [
                "a: is a symbolic link; only regular files and directories are read",
                "nodes/link: is a symbolic link; only regular files and directories are read",
                "x: differs from X in case or accents alone",
            ])
    }

    @Test("accents written in two ways are one name")
    func canonicalEquivalence() async throws {
        let scenario = try MirrorScenario()
        let blob = try scenario.origin.blob([1])
        let tree = try scenario.origin.tree([("100644", "e\u{301}", blob), ("100644", "\u{E9}", blob)])
        let head = try commitID(scenario.origin.commit(tree: tree))
        _ = try await scenario.mirror.update()
        #expect(try await scenario.mirror.snapshot(of: head).refusals.count == 1)
    }

    @Test("a file over the limit is refused without being read")
    func largeFile() async throws {
        let scenario = try MirrorScenario()
        let limits = SnapshotLimits(bytesPerFile: 1000)
        let exact = try scenario.commit("Exact", ["a": String(repeating: "x", count: 1000)])
        let over = try scenario.commit("Over", ["a": String(repeating: "x", count: 1001)])
        _ = try await scenario.mirror.update()
        #expect(try await scenario.mirror.snapshot(of: exact, limits: limits).files.count == 1)
        let snapshot = try await scenario.mirror.snapshot(of: over, limits: limits)
        #expect(snapshot.refusals.map(\.description) == ["a: is larger than 1000 bytes"])
        #expect(snapshot.files == [])
    }

    @Test("limits of the whole: files, bytes, directories, depth")
    func limits() async throws {
        let scenario = try MirrorScenario()
        let files = Dictionary(uniqueKeysWithValues: (0..<10).map { ("d\($0)/f", "0123456789") })
        let head = try scenario.commit("Ten", files)
        _ = try await scenario.mirror.update()
        let cases: [(SnapshotLimits, String?)] = [
            (SnapshotLimits(files: 10, directories: 10, bytesInAll: 100, depth: 2), nil),
            (SnapshotLimits(files: 9), ".: there are more than 9 files"),
            (SnapshotLimits(directories: 9), ".: there are more than 9 directories"),
            (SnapshotLimits(bytesInAll: 99), ".: the files are larger than 99 bytes together"),
            (SnapshotLimits(files: 3, directories: 3), ".: the directory has more than 6 entries"),
        ]
        for (limits, line) in cases {
            let error = await failure { () async throws(Failure) in
                try await scenario.mirror.snapshot(of: head, limits: limits)
            }
            #expect(error?.response == line)
        }
        let shallow = try await scenario.mirror.snapshot(of: head, limits: SnapshotLimits(depth: 1))
        #expect(shallow.refusals.first?.description == "d0/f: lies deeper than 1 names")
        #expect(shallow.refusals.count == 10)
    }

    @Test("ten thousand files, and a tree that repeats itself without end, are refused in an instant")
    func bombs() async throws {
        let scenario = try MirrorScenario()
        let blob = try scenario.origin.blob([1])
        let wide = try scenario.origin.tree((0..<10_000).map { ("100644", "f\(100_000 + $0)", blob) })
        let wideHead = try commitID(scenario.origin.commit(tree: wide))
        // Ten to the power of nine files in ten objects.
        var tree = try scenario.origin.tree((0..<10).map { ("100644", "f\($0)", blob) })
        for _ in 0..<8 {
            let inner = tree
            tree = try scenario.origin.tree((0..<10).map { ("40000", "d\($0)", inner) })
        }
        let deepHead = try commitID(scenario.origin.commit(tree: tree))
        let branches = ["wide": wideHead, "main": deepHead]
        for (name, head) in branches { try scenario.origin.git(["update-ref", "refs/heads/\(name)", head.text]) }
        _ = try await scenario.mirror.update()

        let tooWide = await failure { () async throws(Failure) in try await scenario.mirror.snapshot(of: wideHead) }
        #expect(tooWide?.response == ".: the directory has more than 6000 entries")
        let tooDeep = await failure { () async throws(Failure) in try await scenario.mirror.snapshot(of: deepHead) }
        #expect(tooDeep?.response.contains(".: there are more than 1000 directories") == true)
    }

    @Test("an object that is missing is an error, never a part of the files")
    func missingObject() async throws {
        let scenario = try MirrorScenario()
        let head = try scenario.commit("Files", ["a": "one", "b": "two"])
        _ = try await scenario.mirror.update()
        // The mirror keeps what it fetched in a pack: unpack it, and lose one blob.
        let mirror = scenario.mirror.directory + "/repository.git"
        let lost = try scenario.origin.git(["rev-parse", "HEAD:b"])
        try scenario.origin.loseObject(lost, in: mirror)
        let error = await failure { () async throws(Failure) in try await scenario.mirror.snapshot(of: head) }
        #expect(error?.code == .repositoryFailed)
    }

    @Test("a commit that is not there is an unknown revision")
    func unknownCommit() async throws {
        let scenario = try MirrorScenario()
        try scenario.commit("First")
        _ = try await scenario.mirror.update()
        let nowhere = try CommitID.zero
        let error = await failure { () async throws(Failure) in try await scenario.mirror.snapshot(of: nowhere) }
        #expect(error?.code == .revisionUnknown)
    }
}
