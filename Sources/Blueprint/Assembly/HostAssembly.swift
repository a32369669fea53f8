import BrokerModel

/// Gathers the resources of one host, each with what it depends on.
///
/// Everything depends on the helper, directly or through what it stands on:
/// nothing can be changed on a host before it is there.
struct HostAssembly {
    let host: HostName

    /// Those of the hosts before, and what this one holds.
    private var resources: [Resource] = []

    private let helper: ResourceAddress

    /// What everything but files in directories of ours stands on: the helper, or
    /// the host's packages and account once they were added.
    private var ground: [ResourceAddress]
    private let supplies: ImageSupplies
    private var images: [ImageReference: ResourceAddress] = [:]

    /// - Parameter resources: what was gathered for other hosts. It is moved
    ///   here until ``finish(to:)``: held in one place only, it grows without
    ///   being copied.
    init(_ host: Host, helper digest: Digest, images supplies: ImageSupplies, addingTo resources: inout [Resource]) {
        self.host = host.name
        self.supplies = supplies
        helper = ResourceAddress(host.name, HelperSpecification.kind, "isobar")
        ground = [helper]
        swap(&self.resources, &resources)
        append(
            helper, HelperSpecification(digest: digest), after: [],
            Origin(host.source, "the one program that may act with privilege on this host"))
    }

    /// Hands over all that was gathered, of the hosts before and of this one.
    mutating func finish(to resources: inout [Resource]) {
        swap(&self.resources, &resources)
    }

    /// - Parameter parent: the directory above, when it is one of ours too.
    mutating func directory(
        _ path: AbsolutePath,
        in parent: PlacedDirectory? = nil,
        _ ownership: FileOwnership,
        _ origin: Origin
    ) -> PlacedDirectory {
        let address = address(DirectorySpecification.kind, path)
        let specification = DirectorySpecification(path: path, ownership: ownership)
        append(address, specification, after: parent?.address.map { [$0] } ?? ground, origin)
        return PlacedDirectory(path: path, address: address)
    }

    /// A file directly in `directory`; only owner and group may read one that
    /// holds a secret.
    @discardableResult
    mutating func file(
        _ name: String,
        in directory: PlacedDirectory,
        _ text: FileText,
        ownedBy owner: FileOwner,
        check: FileCheck? = nil,
        replacesPackageDefault: Bool = false,
        after dependencies: [ResourceAddress] = [],
        _ origin: Origin
    ) -> ResourceAddress {
        let path = directory.path.appending(name)
        let address = address(FileSpecification.kind, path)
        let specification = FileSpecification(
            path: path,
            text: text,
            ownership: owner.ownership(mode: text.contents.isConfidential ? 0o640 : 0o644),
            check: check,
            replacesPackageDefault: replacesPackageDefault)
        append(address, specification, after: standing(in: directory, and: dependencies), origin)
        return address
    }

    /// A file whose text goes to this host alone.
    @discardableResult
    mutating func file(
        _ name: String,
        in directory: PlacedDirectory,
        _ contents: ConfidentialText,
        ownedBy owner: FileOwner,
        check: FileCheck? = nil,
        replacesPackageDefault: Bool = false,
        after dependencies: [ResourceAddress] = [],
        _ origin: Origin
    ) -> ResourceAddress {
        file(
            name, in: directory, FileText(contents), ownedBy: owner, check: check,
            replacesPackageDefault: replacesPackageDefault, after: dependencies, origin)
    }

    /// All files of a directory share one list, unless they need more.
    private func standing(in directory: PlacedDirectory, and others: [ResourceAddress]) -> [ResourceAddress] {
        let first = directory.address == nil ? ground : directory.dependencies
        return others.isEmpty ? first : first + others
    }

    /// Packages, of which each comes after those before it: the first that is
    /// missing brings the others along. Everything added later stands on them.
    ///
    /// - Parameter source: the file that says where they come from.
    mutating func packages(_ names: [String], after source: ResourceAddress?, _ origin: (String) -> Origin) {
        var addresses: [ResourceAddress] = []
        for name in names {
            let address = ResourceAddress(host, PackageSpecification.kind, name)
            let specification = PackageSpecification(
                name: name, companions: names, bringsEngine: name == PackageSpecification.engine)
            append(address, specification, after: [source ?? helper] + addresses, origin(name))
            addresses.append(address)
        }
        if !addresses.isEmpty { ground = addresses }
    }

    /// An account. Everything added later stands on it.
    mutating func account(_ specification: AccountSpecification, _ origin: Origin) {
        let address = ResourceAddress(host, AccountSpecification.kind, specification.name)
        append(address, specification, after: ground, origin)
        ground.append(address)
    }

    /// What the user of the connection may run as root.
    mutating func sudo(_ user: UserName, _ origin: Origin) {
        let address = ResourceAddress(host, SudoSpecification.kind, user.text)
        append(address, SudoSpecification(user: user.text), after: Set(ground + [helper]).sorted(), origin)
    }

    mutating func network(_ name: String, _ origin: Origin) -> ResourceAddress {
        let address = ResourceAddress(host, NetworkSpecification.kind, name)
        append(address, NetworkSpecification(name: name), after: ground, origin)
        return address
    }

    /// The image on this host; asked for again, the same resource.
    mutating func image(_ reference: ImageReference, _ origin: Origin) -> ResourceAddress {
        if let address = images[reference] { return address }
        let address = ResourceAddress(host, ImageSpecification.kind, reference.text)
        images[reference] = address
        let specification = ImageSpecification(reference: reference, supply: supplies[reference])
        append(address, specification, after: ground, origin)
        return address
    }

    @discardableResult
    mutating func container(
        _ specification: ContainerSpecification,
        after dependencies: [ResourceAddress],
        redundancy: Redundancy? = nil,
        _ origin: Origin
    ) -> ResourceAddress {
        let address = ResourceAddress(host, ContainerSpecification.kind, specification.name)
        append(address, specification, after: dependencies, redundancy: redundancy, origin)
        return address
    }

    mutating func process(
        _ name: String,
        _ specification: some Specification,
        after dependencies: [ResourceAddress],
        redundancy: Redundancy? = nil,
        _ origin: Origin
    ) {
        let address = ResourceAddress(host, type(of: specification).kind, name)
        append(address, specification, after: dependencies + ground, redundancy: redundancy, origin)
    }

    private mutating func append(
        _ address: ResourceAddress,
        _ specification: any Specification,
        after dependencies: [ResourceAddress],
        redundancy: Redundancy? = nil,
        _ origin: Origin
    ) {
        resources.append(
            Resource(
                address: address,
                specification: specification,
                dependencies: dependencies,
                redundancy: redundancy,
                source: origin.source,
                reason: origin.reason))
    }

    /// A path's address: its name leaves out the leading slash.
    private func address(_ kind: ResourceKind, _ path: AbsolutePath) -> ResourceAddress {
        ResourceAddress(host, kind, String(path.text.dropFirst()))
    }
}
