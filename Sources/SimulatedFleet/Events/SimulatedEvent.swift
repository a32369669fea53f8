/// Something that happened to a container of a simulated engine.
struct SimulatedEvent: Sendable, Equatable {
    /// As Docker calls it: `start`, `health_status: healthy`.
    var action: String
    var container: SimulatedContainer

    /// What the engine adds to the container's own attributes.
    var additions: [String: String] = [:]

    /// The event as the engine writes it, in a line.
    func line(at time: String, nanoseconds: Int64) -> String {
        var attributes = container.labels.merging(additions) { $1 }
        attributes["image"] = container.image
        attributes["name"] = container.name
        let fields = attributes.sorted { $0.key < $1.key }.map {
            "\(JSONText.string($0.key)):\(JSONText.string($0.value))"
        }
        return """
            {"status":\(JSONText.string(action)),"id":"\(container.id)","from":\(JSONText.string(container.image)),\
            "Type":"container","Action":\(JSONText.string(action)),"Actor":{"ID":"\(container.id)",\
            "Attributes":{\(fields.joined(separator: ","))}},"scope":"local","time":\(time),"timeNano":\(nanoseconds)}

            """
    }
}
