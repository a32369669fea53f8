import BrokerModel

/// One step as the rules of a kind propose it; planning adds identity, order
/// and protection.
struct Proposal {
    var action: StepAction
    var verb: String
    var changes: [FieldChange] = []

    /// Why, beyond the reason the resource is there.
    var reason: String?
    var effect = Effect.none

    /// What the step finds, where that is not what bears the resource's name now.
    var observation: (any ResourceObservation)?

    /// Resources whose steps in this plan, if there are any, come before.
    var follows: [ResourceAddress] = []

    /// Whether it comes before what the resource stands on, which the steps after
    /// it wait for.
    var isPreparation = false

    /// Whether this is done only because of other steps: who caused those
    /// caused this.
    var isConsequence = false

    /// Whether it would be done without those steps too: the resource itself
    /// is not as it is wanted.
    var hasOwnReason = true

    /// Whether the resource is the one of its set that all depends on right
    /// now, such as the load balancer with the virtual address: it goes last.
    var bearsService = false

    /// Whether the resource was seen not to do its work: it goes before the
    /// others of its set, which may not be taken out while it is so.
    var isUnwell = false

    /// Whether what programs read from the resource is different afterwards.
    var changesContent: Bool {
        action == .create || action == .replace || action == .delete
            || changes.contains { $0.field == FileRules.contentField }
    }
}
