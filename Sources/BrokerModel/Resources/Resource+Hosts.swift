extension Resource {
    /// The hosts it is on: one, or for something of the whole broker all its
    /// members.
    public var hosts: [HostName] { address.host.map { [$0] } ?? specification.hosts }
}
