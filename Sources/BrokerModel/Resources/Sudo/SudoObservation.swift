/// The sudo rules of a host by which an account may run everything without a
/// password.
public struct SudoObservation: ResourceObservation, Codable {
    public typealias Kept = Self

    public static let kind = SudoSpecification.kind

    /// Files of `/etc/sudoers.d` that hold such rules for this account and nothing
    /// else.
    public var wideFiles: [String]

    /// Whether such a rule stands anywhere else, where it cannot be taken away as
    /// a file.
    public var isWideElsewhere: Bool

    public init(wideFiles: [String], isWideElsewhere: Bool) {
        self.wideFiles = wideFiles.sorted()
        self.isWideElsewhere = isWideElsewhere
    }

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("wideFiles", wideFiles)
        fingerprint.field("isWideElsewhere", isWideElsewhere ? 1 : 0)
    }

    public var record: [String: String] {
        ["wide": (wideFiles + (isWideElsewhere ? ["elsewhere"] : [])).joined(separator: " ")]
    }
}
