internal import BrokerModel

/// Whether Traefik routes as wanted, and what is wrong when it does not.
struct TraefikVerdict {
    private var faults: [String] = []

    var isGood: Bool { faults.isEmpty }

    init(of wanted: TraefikSpecification, _ observed: TraefikObservation) {
        guard observed.answers else {
            faults = ["its API at 127.0.0.1:8080 does not answer"]
            return
        }
        for name in wanted.routers {
            guard let router = observed.routers[name] else {
                faults.append("router \(name) is not there")
                continue
            }
            if router.status != "enabled" {
                faults.append("router \(name) is \(router.status): \(router.errors.joined(separator: ", "))")
            }
        }
    }

    /// The first few faults: when one file is bad, all routers are missing.
    var explanation: String {
        let shown = faults.prefix(5).joined(separator: "; ")
        return faults.count > 5 ? shown + "; and \(faults.count - 5) more" : shown
    }
}
