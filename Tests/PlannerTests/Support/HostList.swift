import BrokerModel

/// Collects the resources of one host.
struct HostList {
    let host: HostName
    var source = SourcePosition(file: "broker.yaml", line: 1)
    private(set) var resources: [Resource] = []

    init(host: HostName) {
        self.host = host
    }

    func address(_ kind: ResourceKind, _ name: String) -> ResourceAddress { ResourceAddress(host, kind, name) }

    @discardableResult
    mutating func add<Wanted: Specification>(
        _ name: String, _ specification: Wanted, after dependencies: [ResourceAddress] = [], set: Redundancy? = nil
    ) -> ResourceAddress {
        let address = address(Wanted.kind, name)
        resources.append(
            Resource(
                address: address, specification: specification, dependencies: dependencies, redundancy: set,
                source: source, reason: "part of the broker"))
        return address
    }

    mutating func addImage(_ reference: String) {
        guard !resources.contains(where: { $0.address == address(ImageSpecification.kind, reference) }) else { return }
        add(reference, ImageSpecification(reference: image(reference), supply: .registry))
    }

    mutating func addDirectory(_ name: String, after parents: [String] = []) {
        add(
            String(name.dropFirst()),
            DirectorySpecification(
                path: path(name), ownership: FileOwnership(owner: "gb", group: "docker", mode: 0o755)),
            after: parents.map { address(DirectorySpecification.kind, String($0.dropFirst())) })
    }

    @discardableResult
    mutating func addFile(
        _ name: String, _ contents: ConfidentialText, in directory: String?, replacesDefault: Bool = false
    ) -> ResourceAddress {
        add(
            String(name.dropFirst()),
            FileSpecification(
                path: path(name), contents: contents,
                ownership: FileOwnership(owner: "gb", group: "docker", mode: contents.isConfidential ? 0o640 : 0o644),
                replacesPackageDefault: replacesDefault),
            after: directory.map { [address(DirectorySpecification.kind, String($0.dropFirst()))] } ?? [])
    }
}
