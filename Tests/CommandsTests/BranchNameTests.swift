import Testing

/// A branch that is none, as the first thing a process asks git about: libgit2 crashes
/// when it fails before it was started.
@Suite("A slip in the name of the branch")
struct BranchNameTests {
    @Test("is said, with what was read", arguments: ["a b", "a..b", "x.lock"])
    func said(name: String) async throws {
        let controller = try await Controller()
        let text = try controller.read("isobar.yaml")
        try controller.write("isobar.yaml", text.replacing("state}", with: "state, branch: \"\(name)\"}"))
        let ended = try controller.isobar("plan")
        #expect(ended.status == 1)
        #expect(ended.errorOutput.contains("could not watch a branch (\(name)): this is no name of a branch"), "\(ended)")
    }
}
