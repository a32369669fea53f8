import Foundation
import TestSupport
import Testing

@Suite("The hook before a commit")
struct PreCommitHookTests {
    /// A repository in which the hook is installed.
    private func repository() throws -> GitFixture {
        let repository = try GitFixture()
        try repository.write(DesiredText.files())
        let program = try Program()
        let hook = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("deploy/forge/pre-commit").path
        let script = "#!/bin/sh\nISOBAR='\(program.path)' exec '\(hook)'\n"
        try repository.write([".git/hooks/pre-commit": script])
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: repository.directory + "/.git/hooks/pre-commit")
        try repository.git(["add", "--all"])
        return repository
    }

    @Test("lets a correct desired state through")
    func correct() throws {
        let repository = try repository()
        try repository.git(["commit", "--quiet", "-m", "The broker"])
    }

    @Test("looks at what is staged, not at what lies about")
    func staged() throws {
        let repository = try repository()
        try repository.write(["nodes/ca-eccc-msc.yaml": "centreId: ca-eccc-msc\nkindd: node\n"])
        try repository.git(["commit", "--quiet", "-m", "The broker"])
        try repository.git(["add", "--all"])
        let refusal = #expect(throws: GitFixture.GitError.self) {
            try repository.git(["commit", "--quiet", "-m", "A mistake"])
        }
        #expect(refusal?.description.contains("nodes/ca-eccc-msc.yaml:2:1: error:") == true, "\(refusal as Any)")
    }
}
