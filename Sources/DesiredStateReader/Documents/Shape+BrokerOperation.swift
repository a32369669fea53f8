import BrokerModel

extension Shape where Value == LoadBalancer {
    static var loadBalancer: Shape {
        .word("external", means: .external, or: Shape<LoadBalancerSettings>.managedBalancer.map(LoadBalancer.managed))
    }
}

extension Shape where Value == LoadBalancerSettings {
    static var managedBalancer: Shape {
        .mapping { fields in
            let address = fields.required(
                "virtualAddress", .address, "The address clients connect to, on whichever balancer is active.")
            let certificate = fields.required(
                "certificate", .confidential(.certificate), "PEM: certificate, chain and private key.")
            let password = fields.required(
                "clusterPassword", .confidential(.credential), "The password of the user hacluster.")
            let ranges = fields.optional(
                "dashboardAllowedFrom", .list(of: .addressRange), "Who may open the EMQX dashboard; nobody if left out."
            )
            let preferred = fields.optional(
                "preferred", .hostName,
                "The balancer the address is moved to by this commit, and the one it goes to when both start; "
                    + "either if left out.")
            let quorumDevice = fields.optional(
                "quorumDevice", .hostName,
                "The management host, which then has a third vote when the balancers do not see each other.")
            guard let address, let certificate, let password else { return nil }
            return LoadBalancerSettings(
                virtualAddress: address, certificate: certificate, clusterPassword: password,
                dashboardAllowedFrom: ranges ?? [], preferred: preferred, quorumDevice: quorumDevice)
        }
    }
}

extension Shape where Value == TraefikSettings {
    static var traefik: Shape {
        .mapping { fields in
            TraefikSettings(
                allowedClients: fields.optional(
                    "allowedClients", .list(of: .addressRange), "The clients that are answered; nobody if left out.")
                    ?? [],
                adminUsers: fields.optional(
                    "adminUsers", .confidential(.passwordLines), "htpasswd lines: who may open the nodes' editors."),
                certificate: fields.optional(
                    "certificate", .confidential(.certificate), "PEM of the management host: certificate and key."))
        }
    }
}

extension Shape where Value == ImageDistribution {
    static var images: Shape {
        .mapping { fields in
            fields.optional(
                "distribution", .choice, default: .pull,
                "pull: the hosts fetch them from the registry; push: the controller streams them over SSH.")
        }
    }
}

extension Shape where Value == RolloutLimits {
    /// The shortest window in which the antiloop can have elected: 8 s until
    /// a silent instance counts as gone, 10 s until the next evaluation.
    private static var shortestElection: Int { 18 }

    static var rollout: Shape {
        .mapping { fields in
            let defaults = RolloutLimits()
            let limits = RolloutLimits(
                healthTimeoutSeconds: fields.optional(
                    "healthTimeoutSeconds", .integer(1...3600), default: defaults.healthTimeoutSeconds,
                    "How long an instance may take to be as well as before."),
                electionWindowSeconds: fields.optional(
                    "electionWindowSeconds", .integer(1...3600), default: defaults.electionWindowSeconds,
                    "How long the election of a primary takes at most."),
                nodesAtOnce: fields.optional(
                    "nodesAtOnce", .integer(1...1000), default: defaults.nodesAtOnce,
                    "How many nodes may have an instance out at the same time."),
                maxDeletes: fields.optional(
                    "maxDeletes", .integer(0...100_000), default: defaults.maxDeletes,
                    "How many nodes and hosts one plan may delete."),
                canary: fields.optional(
                    "canary", .integer(0...1000), default: defaults.canary,
                    "How many nodes go first, alone, before the rest follows."))
            if limits.electionWindowSeconds < shortestElection, let node = fields.node("electionWindowSeconds") {
                fields.findings.warning(
                    "an election can take \(shortestElection) seconds; with less, both instances of a node "
                        + "may be disturbed at once", at: node)
            }
            return limits
        }
    }
}
