import ArgumentParser
import BrokerModel
import Planner

/// What a plan is narrowed to.
struct ScopeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only this host; may be given more than once.", valueName: "name"))
    var host: [String] = []

    @Option(help: ArgumentHelp("Only this node and what it needs; may be given more than once.", valueName: "centre-id"))
    var node: [String] = []

    func validate() throws {
        try NameCheck.hosts(host)
        try NameCheck.nodes(node)
    }

    var scope: PlanScope {
        PlanScope(hosts: Set(host.compactMap { HostName($0) }), nodes: Set(node.compactMap { CentreID($0) }))
    }
}
