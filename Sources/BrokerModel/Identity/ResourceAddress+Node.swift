extension ResourceAddress {
    /// The node this is an instance of; nil for anything but a node's container.
    public var instanceOf: CentreID? {
        guard kind == ContainerSpecification.kind, CompanionContainer(rawValue: name) == nil else { return nil }
        return CentreID(name)
    }

    /// Whether this is a part of one of these nodes, by its name: the
    /// centre-id, or a path with a component that starts with it
    /// (`home/gb/nodes/ca-eccc-msc/ca-eccc-msc.env`).
    public func belongs(toOneOf nodes: Set<CentreID>) -> Bool {
        name.split(separator: "/").contains { component in
            CentreID(String(component.prefix { $0 != "." })).map(nodes.contains) ?? false
        }
    }
}
