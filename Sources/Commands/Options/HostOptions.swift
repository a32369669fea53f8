import ArgumentParser
import BrokerModel

/// The hosts a command is narrowed to.
struct HostOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only this host; may be given more than once.", valueName: "name"))
    var host: [String] = []

    func validate() throws {
        try NameCheck.hosts(host)
    }

    /// None named means all.
    var hosts: Set<HostName> { Set(host.compactMap { HostName($0) }) }
}
