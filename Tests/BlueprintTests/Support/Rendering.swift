import BrokerModel

/// The files among resources, by what stands before them: `host:/path`.
func files(_ resources: [Resource]) -> [String: FileSpecification] {
    var files: [String: FileSpecification] = [:]
    for resource in resources {
        guard let file = resource.specification as? FileSpecification else { continue }
        files["\(resource.address.scope):\(file.path)"] = file
    }
    return files
}

/// The text of one file.
func text(_ key: String, in resources: [Resource]) throws -> String {
    try unwrap(files(resources)[key]).contents.withRevealed { $0 }
}

/// One container, by `host/name`.
func container(_ key: String, in resources: [Resource]) throws -> ContainerSpecification {
    let parts = key.split(separator: "/")
    let found = resources.first {
        $0.address.scope == parts[0] && $0.address.kind == ContainerSpecification.kind && $0.address.name == parts[1]
    }
    return try unwrap(found?.specification as? ContainerSpecification)
}
