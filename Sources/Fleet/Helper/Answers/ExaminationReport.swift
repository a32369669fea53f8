/// What the helper's `examine` told, as raw text.
struct ExaminationReport: Sendable, Equatable {
    struct Disk: Sendable, Equatable {
        /// The path that was asked for, which may not be there yet.
        var path: String
        var mountPoint: String
        /// Block size, blocks a user gets, all blocks, free and all inodes.
        var figures: String
    }

    /// `Debian GNU/Linux 12 (bookworm)`
    var release = ""
    var architecture = ""

    /// The account Isobar logs in with, and what `sudo -l` says of it.
    var account = ""
    var rights = ""
    var disks: [Disk] = []

    /// A line a package: name, status, version.
    var packages = ""

    /// `ip -o addr show` and `ip -o link show`
    var addresses = ""
    var links = ""

    /// What programs say of their version, by their names.
    var programs: [String: String] = [:]

    /// Nanoseconds since 1970 by the host's clock, when it began and ended.
    var begun = ""
    var ended = ""
}
