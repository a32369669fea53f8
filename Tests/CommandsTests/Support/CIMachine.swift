import Foundation
import TestSupport
import Testing

/// A machine on which a forge runs a job of a pull request: a clone, and on its `PATH`
/// what Debian has. Only packages, and what is downloaded over https, are stood in for.
final class CIMachine {
    let directory = GitFixture.temporaryDirectory()
    private let project: GitFixture
    private let head: String
    private let forge: CITemplate.Forge

    /// The variables of the project, and what is secret of them.
    var variables: [String: String]
    var work: String { directory + "/work" }

    /// - Parameters:
    ///   - project: with the branch `main`, and `head` in it.
    ///   - program: what the package installs.
    init(_ forge: CITemplate.Forge, _ project: GitFixture, head: String, program: String) throws {
        self.forge = forge
        self.project = project
        self.head = head
        variables = [
            "ISOBAR_DEB": "https://packages.example/isobar.deb",
            "ISOBAR_OBSERVATION": "https://www.example/observation.json",
        ]
        for place in ["bin", "web", "temporary"] {
            try FileManager.default.createDirectory(atPath: "\(directory)/\(place)", withIntermediateDirectories: true)
        }
        try write("web/isobar.deb", "a package")
        variables["ISOBAR_SHA256"] = Self.words(try shell("sha256sum web/isobar.deb", in: directory).output).first
        try write(
            "bin/apt-get",
            """
            #!/bin/sh
            for word; do
                case $word in
                    *.deb) test -s "$word" || exit 100; ln -sf '\(program)' '\(directory)/bin/isobar' ;;
                esac
            done
            """)
        try write(
            "bin/curl",
            """
            #!/bin/sh
            case " $* " in *" --config "*) PATH=/usr/bin:/bin exec curl "$@" ;; esac
            while [ $# -gt 0 ]; do
                case $1 in --output) file=$2; shift ;; https://*) url=$1 ;; esac
                shift
            done
            test -f "\(directory)/web/${url##*/}" || exit 22
            cp "\(directory)/web/${url##*/}" "$file"
            """)
        for name in ["apt-get", "curl"] {
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: "\(directory)/bin/\(name)")
        }
        // Where GitLab says the project is, with .git behind it.
        try? FileManager.default.createSymbolicLink(
            atPath: project.directory + ".git", withDestinationPath: project.directory)
        try project.git(["config", "uploadpack.allowAnySHA1InWant", "true"])
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func write(_ file: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(directory)/\(file)"))
    }

    func read(_ file: String) throws -> String {
        try String(contentsOfFile: "\(directory)/\(file)", encoding: .utf8)
    }

    /// Runs the steps of a job as they stand in the template, until one fails.
    ///
    /// - Parameter command: the shell and its options.
    /// - Returns: the status of the last step, and all that was printed.
    func run(_ job: CITemplate.Job, in command: String) throws -> (status: Int32, output: String) {
        var all = ""
        for step in try CITemplate(forge).steps(of: job) {
            let ended: (status: Int32, output: String)
            switch step {
            case .checkout(let revision, let depth):
                ended = try checkOut(try revision.map(evaluated) ?? head, depth: depth)
            case .run(let script, let environment):
                try write("step", script)
                try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
                ended = try shell(
                    "exec \(command) '\(directory)/step'", in: work, try environment.mapValues(evaluated))
            }
            all += ended.output
            if ended.status != 0 { return (ended.status, all) }
        }
        return (0, all)
    }

    private func checkOut(_ revision: String, depth: String) throws -> (status: Int32, output: String) {
        try shell(
            """
            set -e
            git init --quiet '\(work)'
            cd '\(work)'
            git remote add origin 'file://\(project.directory)'
            git fetch --quiet \(depth == "0" ? "" : "--depth \(depth)") origin \(revision)
            git checkout --quiet FETCH_HEAD
            """, in: directory)
    }

    private func shell(
        _ script: String, in place: String, _ more: [String: String] = [:]
    ) throws -> (status: Int32, output: String) {
        var environment = [
            "PATH": "\(directory)/bin:/usr/bin:/bin", "HOME": directory, "GIT_CONFIG_NOSYSTEM": "1",
            "RUNNER_TEMP": "\(directory)/temporary", "TMPDIR": "\(directory)/temporary",
            "GITHUB_STEP_SUMMARY": "\(directory)/summary.md",
        ]
        if forge == .gitlab {
            environment.merge(variables) { $1 }
            environment["CI_COMMIT_SHA"] = head
            environment["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"] = "main"
            environment["CI_MERGE_REQUEST_PROJECT_URL"] = "file://" + project.directory
        }
        let ended = try SpawnedProgram.run(
            "/bin/sh", ["-c", script], environment: environment.merging(more) { $1 }, directory: place)
        return (ended.status, String(decoding: ended.output + ended.errorOutput, as: UTF8.self))
    }

    /// The value of what stands in `${{ }}`.
    private func evaluated(_ text: String) throws -> String {
        let expression = /\$\{\{ (vars|secrets|github)\.([A-Za-z0-9_.]+) \}\}/
        guard let found = text.wholeMatch(of: expression)?.output else { return text }
        switch String(found.2) {
        case "event.pull_request.base.sha": return try project.git(["rev-parse", "main"])
        case "event.pull_request.head.sha": return head
        case let name: return variables[name] ?? ""
        }
    }

    private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
}
