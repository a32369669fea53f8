extension Step {
    /// The hosts it acts on: one, or for something of the whole broker all its
    /// members; where it goes away, those that told of it.
    public var hosts: [HostName] { resource.host.map { [$0] } ?? specification?.hosts ?? observation?.hosts ?? [] }
}
