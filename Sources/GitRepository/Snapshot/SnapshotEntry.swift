/// One entry of a directory, before it is known to be acceptable.
struct SnapshotEntry<Directory, File> {
    enum Kind {
        case file(File, bytes: Int)
        case directory(Directory)

        /// Anything else, in words: "a symbolic link".
        case other(String)
    }

    /// As stored: any bytes but NUL.
    var name: [UInt8]
    var kind: Kind
}
