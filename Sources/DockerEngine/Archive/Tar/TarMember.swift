/// One member of a tar archive.
struct TarMember: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case file
        /// A hard link names its target from the top of the archive, a symbolic
        /// one from the directory it is in.
        case hardLink(to: String)
        case symbolicLink(to: String)
        /// A directory or a device: nothing that has content here.
        case other
    }

    /// As the archive has it, without a leading `./`.
    var name: String
    var kind: Kind

    /// Bytes of content.
    var size: Int64
}
