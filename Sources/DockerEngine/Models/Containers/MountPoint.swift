/// A mount a container has, however it was asked for: `Mounts` of an
/// inspection, the one view of binds, mounts and volumes to compare with.
public struct MountPoint: Sendable, Hashable {
    public var kind: HostConfiguration.Mount.Kind

    /// The volume's name; nil for other kinds.
    public var volume: String?

    /// The path on the host.
    public var source: String

    /// The path in the container.
    public var target: String

    public var isReadOnly: Bool
}

extension MountPoint: Decodable {
    private enum CodingKeys: String, CodingKey {
        case kind = "Type"
        case volume = "Name"
        case source = "Source"
        case target = "Destination"
        case isWritable = "RW"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        kind = try container.value(.kind, default: .bind)
        volume = try container.text(.volume)
        source = try container.value(.source, default: "")
        target = try container.value(.target, default: "")
        isReadOnly = try !container.value(.isWritable, default: true)
    }
}
