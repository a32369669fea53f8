import BrokerModel

/// What a plan does to the members of one set.
struct MemberSteps {
    /// Steps that take a working member out, in one possible order.
    var disturbing: [Int] = []

    /// Steps that bring a member back or make one.
    var restoring: [Int] = []

    /// Members that are there, and whether they work.
    var found: [ResourceAddress: Bool] = [:]

    /// Members the plan removes.
    var leaving: Set<ResourceAddress> = []
}
