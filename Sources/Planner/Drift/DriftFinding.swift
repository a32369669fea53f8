public import BrokerModel

/// One resource that is not as it was last applied.
public struct DriftFinding: Sendable, Hashable {
    public var resource: ResourceAddress
    public var nature: DriftNature

    /// In an operator's words: "ca-eccc-msc on waloop01 is stopped (exited
    /// with 137)".
    public var sentence: String

    /// What mending it changes, free of secrets; empty where nothing is
    /// planned for it.
    public var changes: [FieldChange]

    /// Whether applying mends it. What is not Isobar's is left alone.
    public var isMendable: Bool

    public var host: HostName? { resource.host }

    public init(
        resource: ResourceAddress, nature: DriftNature, sentence: String, changes: [FieldChange] = [],
        isMendable: Bool = true
    ) {
        self.resource = resource
        self.nature = nature
        self.sentence = sentence
        self.changes = changes
        self.isMendable = isMendable
    }
}
