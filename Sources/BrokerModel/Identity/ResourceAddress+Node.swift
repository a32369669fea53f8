extension ResourceAddress {
    /// Whether this is a part of one of these nodes, by its name: the
    /// centre-id, or a path with a component that starts with it
    /// (`home/gb/nodes/ca-eccc-msc/ca-eccc-msc.env`).
    public func belongs(toOneOf nodes: Set<CentreID>) -> Bool {
        name.split(separator: "/").contains { component in
            CentreID(String(component.prefix { $0 != "." })).map(nodes.contains) ?? false
        }
    }
}
