import BrokerModel

/// What the hosts of the third vote told, against what is wanted of them.
struct ObservedQuorum {
    private let desired: QuorumDeviceSpecification
    private let server: (host: HostName, view: QuorumMemberView)?
    private let members: [(host: HostName, view: QuorumMemberView)]
    private let retired: [(host: HostName, view: QuorumMemberView)]

    /// The packages the plan brings.
    private let packages: Set<ResourceAddress>

    /// Nil when one of the hosts was not looked at.
    init?(
        _ desired: QuorumDeviceSpecification, _ observed: QuorumDeviceObservation?, packages: Set<ResourceAddress>
    ) {
        guard let observed, desired.hosts.allSatisfy({ observed.views[$0.text] != nil }) else { return nil }
        func views(_ hosts: [HostName]) -> [(HostName, QuorumMemberView)] {
            hosts.compactMap { host in observed.views[host.text].map { (host, $0) } }
        }
        self.desired = desired
        self.packages = packages
        members = views(desired.balancers)
        server = views(desired.server.map { [$0.host] } ?? []).first
        retired = views(desired.retired)
    }

    /// Hosts that have a part of it that Isobar made and nobody wants any more.
    var leftOver: [HostName] {
        let members = desired.server == nil ? self.members.filter { !$0.view.device.isEmpty || $0.view.isRunning } : []
        return (members + retired.filter { $0.view.isRunning || $0.view.isEnabled }).filter(\.view.isOurs).map(\.host)
    }

    /// Why nothing can be done, as a clause; nil when something can.
    var obstacle: String? {
        guard let server else { return nil }
        let bare = (members + [server]).filter { !$0.view.isInstalled && !isBrought(to: $0.host) }.map(\.host.text)
        if !bare.isEmpty {
            return "corosync-qnetd belongs on \(server.host), corosync-qdevice on the balancers: "
                + "not installed on \(bare.joined(separator: " and "))"
        }
        let foreign = members.filter { !$0.view.device.isEmpty && !$0.view.isOurs && !deviceChanges(on: $0.view).isEmpty }
        if let host = foreign.first?.host {
            return "\(host) has a quorum device that is not Isobar's: take it away with "
                + "`pcs quorum device remove`, and plan again"
        }
        return nil
    }

    /// Members whose daemon runs as it shall and still does not reach the server.
    /// Nothing on these hosts can be done about it.
    var unconnected: [HostName] {
        guard server != nil, changes.isEmpty, stopped.isEmpty else { return [] }
        return members.filter { !$0.view.isConnected }.map(\.host)
    }

    /// Whether no member knows of a third vote yet.
    var isToBeMade: Bool { members.allSatisfy(\.view.device.isEmpty) }

    /// Hosts whose daemon does not run, or would not after a restart.
    var stopped: [HostName] {
        ((server.map { [$0] } ?? []) + members).filter { !$0.view.isRunning || !$0.view.isEnabled }.map(\.host)
    }

    /// What differs on members, but for the daemons.
    var changes: [FieldChange] {
        members.flatMap { host, view in
            deviceChanges(on: view).map { FieldChange(field: "\(host) \($0.field)", from: $0.from, to: $0.to) }
                + certificateChange(on: view).map { FieldChange(field: "\(host) \($0.field)", from: $0.from, to: $0.to) }
        }
    }

    private func deviceChanges(on view: QuorumMemberView) -> [FieldChange] {
        Set(desired.device.keys).union(view.device.keys).sorted().compactMap { name in
            let (found, wanted) = (view.device[name], desired.device[name])
            return found == wanted ? nil : FieldChange(field: "device \(name)", from: found, to: wanted)
        }
    }

    private func certificateChange(on view: QuorumMemberView) -> [FieldChange] {
        guard let server, server.view.authority == nil || view.authority != server.view.authority else { return [] }
        return [
            FieldChange(
                field: "certificate", from: view.authority == nil ? nil : "from another authority",
                to: "from \(server.host)")
        ]
    }

    private func isBrought(to host: HostName) -> Bool {
        ["corosync-qdevice", "corosync-qnetd"].contains {
            packages.contains(ResourceAddress(host, PackageSpecification.kind, $0))
        }
    }
}
