/// One step of a plan: what is done to one resource, and after what.
public struct Step: Sendable {
    public var id: StepID
    public var resource: ResourceAddress
    public var action: StepAction

    /// What exactly is done, in the words of the resource's slice: `put`,
    /// `reload`, `start`. The slice that plans it is the slice that carries it
    /// out.
    public var verb: String
    public var cause: StepCause

    /// The steps that must have succeeded before this one starts.
    public var after: [StepID]
    public var changes: [FieldChange]
    public var reason: String
    public var source: SourcePosition?

    /// What the resource shall be; nil when it goes away.
    public var specification: (any Specification)?

    /// What the plan relies on finding; nil when the resource is not there.
    public var observation: (any ResourceObservation)?

    /// Set when the step takes a member of a redundant set out of service for
    /// a moment: what must be well before and after.
    public var disturbance: Disturbance?

    /// The step whose effect this one ends: once that has succeeded this is
    /// carried out even if the run is stopped, unless what lies between them
    /// was begun and failed.
    public var completes: StepID?

    public init(
        id: StepID,
        resource: ResourceAddress,
        action: StepAction,
        verb: String,
        cause: StepCause,
        after: [StepID] = [],
        changes: [FieldChange] = [],
        reason: String,
        source: SourcePosition? = nil,
        specification: (any Specification)? = nil,
        observation: (any ResourceObservation)? = nil,
        disturbance: Disturbance? = nil,
        completes: StepID? = nil
    ) {
        self.id = id
        self.resource = resource
        self.action = action
        self.verb = verb
        self.cause = cause
        self.after = after
        self.changes = changes
        self.reason = reason
        self.source = source
        self.specification = specification
        self.observation = observation
        self.disturbance = disturbance
        self.completes = completes
    }
}
