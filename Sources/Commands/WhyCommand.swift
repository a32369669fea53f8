import ArgumentParser
import BrokerModel
import Reconciliation

struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Which commit, line and person caused a resource to be as it is.",
        usage: "isobar why <resource> [--property <name>] [--earlier <n>] [<options>]",
        discussion: """
            For each property, by the names 'isobar state' has: its value, the run that gave it and why, the line of the \
            commit it came from, who brought that line and when, and the values before, also those given by hand. The \
            line is the one that has the value; what is put together from many lines, or secret, shows the file that asks \
            for the resource and who brought the commit. What was seen and no run gave stands at the end. Asks the ledger \
            and the copy of the repository; no host is touched.

            Examples:
              isobar why waloop01/container/ca-eccc-msc
              isobar why waloop01/container/ca-eccc-msc --property image
              isobar why waloop01/container/ca-eccc-msc --property environment
              isobar why waloop01/container/ca-eccc-msc --property image --earlier 100
              isobar why wlb01/file/etc/haproxy/haproxy.cfg --format json
            """)

    @Argument(help: "The address: host/kind/name, as plans and 'isobar history' show it.")
    var resource: String

    @Option(help: ArgumentHelp("Only this property, or those below it: image, environment.", valueName: "name"))
    var property: String?

    @Option(help: ArgumentHelp("How many earlier values of each property are shown.", valueName: "n"))
    var earlier = 3

    @Option(help: "text, json or csv.")
    var format = QueryFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        guard (0...10_000).contains(earlier) else { throw ValidationError("--earlier is from 0 to 10000.") }
        if ResourceAddress(resource) == nil {
            throw ValidationError(
                "'\(resource)' is no address. An address is host/kind/name: waloop01/container/ca-eccc-msc.")
        }
    }

    func run() async throws {
        try await reportingErrors {
            guard let address = ResourceAddress(resource) else { return }
            let session = try Session(configuration)
            var document = try await session.reconcilerOfPast().why(address, earlier: earlier)
            if let property { try document.narrow(to: property) }
            let terminal = Terminal(descriptor: 1, environment: session.environment)
            StandardStream.output.write(WhyRendering(document: document).render(format, terminal))
        }
    }
}
