extension BadInput {
    static let all: [BadInput] = [
        yaml,
        keys,
        scalars,
        identity,
        mqtt,
        environment,
        secrets,
        clearText,
        hosts,
        standing,
        monitoring,
        placement,
        layout,
    ].flatMap { $0 }

    /// The load balancer of the fixture's broker.yaml.
    static let balancer = """
        loadBalancer:
          virtualAddress: 192.168.0.100
          certificate: {secret: s}
          clusterPassword: {secret: s}
        """

    /// The host key of the fixture's wmanage.
    static let key = Fixture.key(9)
}
