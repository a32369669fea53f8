import BrokerModel
import Fleet

/// All that is known when the checks begin.
struct Examination: Sendable {
    var desired: DesiredState

    /// The connections that were tried.
    var trials: [PortTrial]

    /// The brokers of nodes that were tried.
    var outside: OutsideBrokers

    /// What was found out about the hosts that were asked about.
    var hosts: [HostName: HostExamination]

    /// The commit the repository gave, or why it gave none.
    var repository: Result<CommitID, Failure>

    /// How many secrets were opened, or why they were not.
    var secrets: Result<Int, Failure>

    /// What each host is to have.
    var wanted: [HostName: WantedParts] = [:]

    /// Where images that the controller streams come from.
    var supplies: [ImageReference: ImageSupply] = [:]

    /// Whether all files and containers can be made of the state; nil when it
    /// was not tried.
    var rendering: Result<Void, Failure>?

    /// What there is to say about the certificates; nil when the secrets they
    /// are in were not opened.
    var certificates: [Diagnostic]?

    /// The names each certificate is valid for, and the days it has left.
    var certificateSummaries: [String] = []

    /// How many records the audit chain of the ledger has, or what is wrong.
    var ledger: Result<Int64, Failure>

    /// The digest of the helper that belongs to this version.
    var helper: Digest

    /// The hosts that were asked about, in the order of their names.
    var listed: [Host] {
        desired.hosts.filter { hosts[$0.name] != nil }.sorted { $0.name < $1.name }
    }

    /// Those that answered, with what they said.
    var answered: [(host: Host, facts: HostFacts)] {
        listed.compactMap { host in
            guard case .success(let facts)? = hosts[host.name]?.facts else { return nil }
            return (host, facts)
        }
    }

    func facts(of host: HostName) -> HostFacts? {
        try? hosts[host]?.facts.get()
    }

    /// The packages that are still missing on a host; an engine that answers is
    /// there, whatever package it came from.
    func missingPackages(on host: HostName) -> Set<String> {
        guard let parts = wanted[host], let facts = facts(of: host) else { return [] }
        var missing = parts.packages.filter { facts.packages[$0] == nil }
        if case .success? = hosts[host]?.engine, let package = parts.enginePackage { missing.remove(package) }
        return missing
    }
}
