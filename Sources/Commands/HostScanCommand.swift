import ArgumentParser
import BrokerModel
import DesiredStateReader
import Foundation
import Reconciliation

struct HostScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Ask hosts for their SSH host keys, and print the lines that pin them.",
        usage: "isobar host scan [<host> ...] [--path <dir>] [--port <port>] [<options>]",
        discussion: """
            Without arguments asks all hosts of the desired state, which may lack its keys still, and says of each \
            whether it presents the key that is pinned. Nobody logs in anywhere.

            What a host answers is a claim. Compare each fingerprint with what the host's own console shows \
            (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub) before you pin it: whoever answers in a host's place now \
            would be trusted from then on.

            Exit status 1 when a host presents another key than the pinned one, 8 when one was not reached.

            Examples:
              isobar host scan                          all hosts of the branch
              isobar host scan --path desired-state     those of a directory
              isobar host scan waloop04 --path desired-state
              isobar host scan 192.168.0.14 --port 2222
            """)

    @Argument(help: ArgumentHelp("Hosts of hosts.yaml, or addresses; all hosts when none is given.", valueName: "host"))
    var hosts: [String] = []

    @Option(help: "The port of the SSH server, in place of that in hosts.yaml.")
    var port: Int?

    @Option(help: ArgumentHelp("Read hosts.yaml in this directory.", valueName: "dir"))
    var path: String?

    @Option(help: ArgumentHelp("Read hosts.yaml in this branch, tag or commit of the repository.", valueName: "rev"))
    var ref: String?

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        if path != nil, ref != nil { throw ValidationError("Give either --path or --ref, not both.") }
        if let port, !(1...65535).contains(port) { throw ValidationError("--port takes a number from 1 to 65535.") }
        for host in hosts where !Self.isPlain(host) {
            throw ValidationError("'\(host)' is neither a host name nor an address.")
        }
    }

    func run() async throws {
        try await reportingErrors {
            let document = await HostScanner.scan(try await targets())
            switch format {
            case .text:
                let terminal = Terminal(descriptor: 1, environment: ProcessInfo.processInfo.environment)
                StandardStream.output.write(HostScanText(scan: document, terminal: terminal).render())
            case .json:
                StandardStream.output.write(JSONText.text(document))
            }
            let status = document.exitStatus
            if status != 0 { throw Ending(status: status) }
        }
    }

    // MARK: - Whom to ask

    private func targets() async throws -> [HostScanTarget] {
        // An address needs nothing to be known of it.
        if !hosts.isEmpty, hosts.allSatisfy(Self.isAddress), path == nil, ref == nil {
            return hosts.map { HostScanTarget(address: $0, port: port ?? 22) }
        }
        let drafts = try await drafts()
        guard !hosts.isEmpty else { return drafts.map(target) }
        return try hosts.map { text throws -> HostScanTarget in
            if let draft = drafts.first(where: { $0.name.text == text || $0.address == text }) { return target(draft) }
            guard Self.isAddress(text) else {
                throw Failure(
                    .usage, attempted: "scan a host", on: text, response: "hosts.yaml lists no such host",
                    remedy: "name one of \(drafts.map(\.name.text).joined(separator: ", ")), or an address")
            }
            return HostScanTarget(address: text, port: port ?? 22)
        }
    }

    private func target(_ draft: HostDraft) -> HostScanTarget {
        HostScanTarget(
            name: draft.name.text, role: draft.role?.rawValue, address: draft.address, port: port ?? draft.port,
            pinned: draft.hostKey)
    }

    private func drafts() async throws -> [HostDraft] {
        if let path { return try HostDrafts.inDirectory(path) }
        let controller = try Session(configuration).configuration
        let source = try DesiredStateSource(
            controller.repository, directory: controller.dataDirectory + "/repository.git", clock: WallClock.now)
        _ = try await source.update()
        return try await source.hostDrafts(ref)
    }

    /// Whether a text is an address, or a name that only DNS can know.
    private static func isAddress(_ text: String) -> Bool { text.contains(".") || text.contains(":") }

    private static func isPlain(_ text: String) -> Bool {
        (1...253).contains(text.utf8.count) && !text.hasPrefix("-")
            && text.utf8.allSatisfy { $0.isLetter || $0.isDigit || ".:-_".utf8.contains($0) }
    }
}
