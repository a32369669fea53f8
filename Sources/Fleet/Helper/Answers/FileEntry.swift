internal import BrokerModel

/// A path as `find` saw it.
struct FileEntry: Sendable, Equatable {
    var path: String
    var type: FileObservation.FileType
    var ownership: FileOwnership
}
