import BrokerModel

/// Something a plan does on a host, for the rules of the kinds that come after.
struct HostChange {
    var address: ResourceAddress
    var proposal: Proposal
    var specification: (any Specification)?
    var observation: (any ResourceObservation)?
}
