import ArgumentParser
import Blueprint
import BrokerModel
import DesiredStateReader
import Reconciliation

struct FirewallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "firewall",
        abstract: "Print firewall rules for a host, from the port table; apply nothing.",
        usage: "isobar firewall <host> [--from <range>] [--path <dir>] [<options>]",
        discussion: """
            Prints a rule set for nft(8) that lets in what the role of the host needs, from the addresses in \
            hosts.yaml, and nothing else. SSH is let in from the management hosts, from this machine, and from what \
            --from names. The container engine's own tables are left alone; what is to be said about ports that \
            containers publish is printed as a comment.

            Examples:
              isobar firewall wbroker01 > wbroker01.nft
              isobar firewall wlb01 --from 192.168.10.0/24
              isobar firewall wlb01 --path desired-state
            """)

    @Argument(help: ArgumentHelp("A host of hosts.yaml.", valueName: "host"))
    var host: String

    @Option(
        help: ArgumentHelp("Let SSH in from this address or range; may be given more than once.", valueName: "range"))
    var from: [String] = []

    @Option(help: ArgumentHelp("A branch, tag or commit; the head of the branch by default.", valueName: "rev"))
    var ref: String?

    @Option(help: ArgumentHelp("Read the desired state of a directory.", valueName: "dir"))
    var path: String?

    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        if path != nil, ref != nil { throw ValidationError("Give either --path or --ref, not both.") }
        try NameCheck.hosts([host])
        for text in from where !AddressText.isAddressOrRange(text) {
            throw ValidationError("'\(text)' is neither an address nor a range such as 192.168.10.0/24.")
        }
    }

    func run() async throws {
        try await reportingErrors {
            let desired = try await desired()
            guard let target = desired.hosts.first(where: { $0.name.text == host }) else {
                throw Failure(
                    .usage, attempted: "print firewall rules", on: host, response: "hosts.yaml lists no such host",
                    remedy: "hosts: " + desired.hosts.map(\.name.text).sorted().joined(separator: ", "))
            }
            let here = LocalAddress.toward(target.address).map { [$0] } ?? []
            StandardStream.output.write(try FirewallRuleSet(for: target, of: desired, controllers: here + from).text)
        }
    }

    private func desired() async throws -> DesiredState {
        if let path {
            guard let today = WallClock.now().date else {
                throw Failure(.usage, attempted: "read the date", on: "the system's clock", response: "it shows none")
            }
            let read = try DesiredStateDirectory.read(path, today: today)
            guard let state = read.state else {
                throw DesiredStateInvalid(subject: path, diagnostics: read.diagnostics)
            }
            return state
        }
        let controller = try Session(configuration).configuration
        let source = try DesiredStateSource(
            controller.repository, directory: controller.dataDirectory + "/repository.git", clock: WallClock.now)
        _ = try await source.update()
        return try await source.load(ref, today: try source.today()).desired
    }
}
