import Foundation
import Testing

/// The lab's management host, where an operator would install the package: root's
/// hands on it, and a git repository for the service to follow.
struct ManagementHost: Sendable {
    let lab: Lab
    let name = "wmanage"

    /// Where the keys and `isobar.yaml` of the service are.
    static let configuration = "/etc/isobar"

    /// Runs a command as root, past Isobar; it must succeed.
    ///
    /// - Returns: what it printed, errors too.
    @discardableResult
    func run(_ command: String) async throws -> String {
        let ended = try await attempt(command)
        try #require(ended.status == 0, "\(command): \(ended.output)")
        return ended.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Runs a command as root that may fail.
    func attempt(_ command: String) async throws -> Ended {
        try await lab.command("exec", name, "bash", "-c", "exec 2>&1; " + command)
    }

    /// Puts a file there, for root alone.
    func put(_ file: String, at path: String) async throws {
        let ended = try await Shell.run(
            "/bin/sh",
            [
                "-c", "exec \"$1\" --prefix \"$2\" exec \"$3\" sh -c \"umask 077; cat >'$5'\" <\"$4\"", "sh",
                lab.root + "/deploy/lab/lab", lab.inventory.prefix, name, file, path,
            ])
        try #require(ended.status == 0, "\(file): \(ended.errorOutput)")
    }

    // MARK: - Its repository

    /// Where the repository is, for all who may log in as `ansadm`.
    var repository: String { get throws { "ansadm@\(try lab.address(name)):state.git" } }

    /// Makes the repository anew, empty.
    func makeRepository() async throws {
        try await run("su - ansadm -c 'rm -rf state.git && git init --quiet --bare --initial-branch=main state.git'")
    }

    /// Pushes the branch of a controller's repository to this one, as people push.
    func push(_ controller: ControllerFixture) async throws {
        let pushed = try await Shell.run(
            "/usr/bin/git", ["-C", controller.state, "push", "--quiet", try repository, "main"],
            environment: ["GIT_SSH_COMMAND": "ssh -F \(lab.inventory.ssh.configFile) -o HostKeyAlias=\(name)"])
        try #require(pushed.status == 0, "\(pushed.errorOutput)")
    }

    /// A line of known_hosts.
    var knownHost: String { get throws { "\(try lab.address(name)) \(try lab.entry(name).hostKey)" } }
}
