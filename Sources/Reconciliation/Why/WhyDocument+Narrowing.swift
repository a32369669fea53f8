import BrokerModel

extension WhyDocument {
    /// Leaves one property, or those below it, by the names `isobar state` or a plan
    /// has: `image`, `environment`, `env TZ`.
    ///
    /// - Throws: ``Failure`` with `notFound` when there is none.
    public mutating func narrow(to property: String) throws {
        properties.removeAll { !PropertyName.matches($0.property, asked: property) }
        seen = seen.filter { PropertyName.matches($0.key, asked: property) }
        guard properties.isEmpty, seen.isEmpty else { return }
        throw Failure(
            .notFound, attempted: "tell why \(resource) is so", on: String(property.prefix(100)),
            response: "no run gave it such a property, and none was seen",
            remedy: "leave the property out to see all")
    }
}
