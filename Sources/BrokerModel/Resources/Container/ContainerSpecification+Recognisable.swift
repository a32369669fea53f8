extension ContainerSpecification {
    public var recognisable: [ConfidentialText] { Array(environment.values) }
}
