import BrokerModel
import Testing

/// What there is once in the broker: its address, and how what several hosts
/// tell is put together.
@Suite struct SharedResourceTests {
    private func name(_ text: String) -> HostName {
        guard let name = HostName(text) else { preconditionFailure("\(text) is a host name") }
        return name
    }

    private func state(owned: [Bool]) -> ObservedState {
        var state = ObservedState(observedAt: Timestamp(seconds: 0))
        for (index, isOwned) in owned.enumerated() {
            let host = name("wlb0\(index + 1)")
            let address = ResourceAddress(host, VirtualIPSpecification.kind, ResourceAddress.partName)
            let observation = VirtualIPObservation(
                views: [host: ClusterView(isInstalled: true)], passwords: [host: ConfidentialText(Secret("\(index)"))])
            state.hosts[host] = ObservedHost(
                host: host,
                resources: [address: ObservedResource(address: address, observation: observation, isOwned: isOwned)],
                manifest: Manifest())
        }
        return state
    }

    @Test func theAddressHasTwoParts() throws {
        let address = VirtualIPSpecification.resource
        #expect(address.description == "cluster/virtual-ip")
        #expect(ResourceAddress("cluster/virtual-ip") == address)
        #expect(address.host == nil)
        #expect(ResourceAddress("wlb01/virtual-ip") == nil)
        #expect(ResourceAddress("cluster/") == nil)
        #expect(ResourceAddress("cluster") == nil)
    }

    @Test func whatHostsTellIsPutTogether() throws {
        let shared = try #require(state(owned: [true, true]).shared)
        let found = try #require(shared.resources[VirtualIPSpecification.resource])
        let observation = try #require(found.observation as? VirtualIPObservation)
        #expect(Set(observation.views.keys.map(\.text)) == ["wlb01", "wlb02"])
        #expect(observation.passwords.count == 2)
        #expect(found.isOwned)
        #expect(state(owned: [true, true]).resource(VirtualIPSpecification.resource) != nil)
    }

    @Test func whatOneHostDoesNotOwnIsNotOurs() throws {
        let shared = try #require(state(owned: [true, false]).shared)
        #expect(shared.resources[VirtualIPSpecification.resource]?.isOwned == false)
    }

    @Test func whatIsChangedSinceCounts() throws {
        let host = name("wlb01")
        let address = ResourceAddress(host, VirtualIPSpecification.kind, ResourceAddress.partName)
        var state = state(owned: [true])
        let part = try #require(state.hosts[host]?.resources[address])
        state.hosts[host]?.resources[address] = nil
        #expect(state.shared == nil)
        state.hosts[host]?.resources[address] = part
        #expect(state.shared?.resources.count == 1)
        state.hosts[host]?.resources[address]?.isOwned = false
        #expect(state.shared?.resources[VirtualIPSpecification.resource]?.isOwned == false)
    }

    @Test func hostsAreEqualHoweverTheyWerePutTogether() throws {
        let host = name("wlb01")
        let whole = try #require(state(owned: [true]).hosts[host])
        var pieces = ObservedHost(host: host, resources: [:], manifest: Manifest())
        #expect(pieces != whole)
        for (address, resource) in whole.resources { pieces.resources[address] = resource }
        #expect(pieces == whole)
        for address in whole.resources.keys {
            pieces.resources[address]?.observation = VirtualIPObservation(views: [:], passwords: [:])
        }
        #expect(pieces != whole)
    }

    @Test func nothingSeenIsNothing() {
        #expect(state(owned: []).shared == nil)
    }

    /// A plan from the last look is the plan from a look: passwords are
    /// recognised, and stand in nothing that is kept.
    @Test func whatIsKeptIsRecognised() throws {
        let wanted = VirtualIPSpecification(
            address: "192.0.2.100", balancers: [], password: ConfidentialText(Secret("word")))
        let host = name("wlb01")
        let observation = VirtualIPObservation(
            views: [host: ClusterView(isInstalled: true, clusterName: "ha_cluster")],
            passwords: [host: wanted.passwordStamp])
        let kept = observation.kept(closing: ObservationSeal(key: [1]))
        let stamp = wanted.passwordStamp.withRevealed { $0 }
        #expect(!"\(kept)".contains(stamp))
        let seal = ObservationSeal(key: [1], recognising: wanted.recognisable)
        #expect(VirtualIPObservation(kept, opening: seal) == observation)
        #expect(VirtualIPObservation(kept, opening: ObservationSeal(key: [1])) != observation)
        #expect(!"\(observation.record)".contains(stamp))
    }
}
