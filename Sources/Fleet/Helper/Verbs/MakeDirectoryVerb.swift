internal import BrokerModel

/// Makes a directory, or gives one its owner and mode.
struct MakeDirectoryVerb: HelperVerb {
    var specification: DirectorySpecification

    /// Owner and mode it was seen with; nil when it was not there.
    var expected: FileOwnership?

    var attempted: String { "make the directory" }
    var subject: String { specification.path.text }

    func write(to request: inout HelperRequest) {
        request.word("mkdir")
        request.line("path", specification.path.text)
        request.ownership(specification.ownership)
        request.line("expect", expected.map { "\($0.owner):\($0.group):\($0.modeText)" } ?? "absent")
    }
}
