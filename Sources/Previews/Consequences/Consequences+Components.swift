import BrokerModel

extension Consequences {
    /// Components that run another image.
    func componentsChanging() -> [Phrase] {
        let (old, new) = (base.desired.versions.components, merged.desired.versions.components)
        return zip(old, new).compactMap { old, new in
            switch (old.image, new.image) {
            case (let from?, let to?) where from != to:
                "\(value: new.name) goes from \(value: from) to \(value: to): \(Self.manner(of: new.name))"
            case (nil, let to?): "\(value: new.name) comes new: \(value: to)"
            case (let from?, nil): "\(value: old.name) is no longer deployed: \(value: from)"
            default: nil
            }
        }
    }

    /// Nodes with an image of their own that is another.
    func nodeImagesChanging() -> [Phrase] {
        let before = Dictionary(base.desired.nodes.map { ($0.centreID, $0) }, uniquingKeysWith: { first, _ in first })
        return merged.desired.activeNodes(today: today).compactMap { node in
            guard let old = before[node.centreID], old.image != node.image else { return nil }
            guard let image = node.image else { return "\(value: node.centreID) runs the image of all nodes again" }
            return "\(value: node.centreID) runs \(value: image), an image of its own"
        }
    }

    /// How an upgrade of a component goes about.
    private static func manner(of component: String) -> Phrase {
        switch component {
        case "antiloop": "every node, one instance after the other"
        case "emqx": "one broker after the other; its clients connect anew, to the others"
        case "redis": "one after the other, a replica taking over before"
        case "traefik": "one host after the other"
        case "prometheus", "grafana", "portainer": "it is away while it is replaced"
        default: "replaced where it runs"
        }
    }
}
