extension ContainerSpecification {
    /// In the order of the variables' names: that of a dictionary is another each time.
    public var recognisable: [ConfidentialText] {
        environment.sorted { $0.key < $1.key }.map(\.value)
    }
}
