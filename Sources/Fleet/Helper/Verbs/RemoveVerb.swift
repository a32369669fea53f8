internal import BrokerModel

/// Removes a file that is as it was seen, or a directory that is empty.
struct RemoveVerb: HelperVerb {
    enum Target {
        case file(FileExpectation)
        case directory
    }

    var path: AbsolutePath
    var target: Target

    var attempted: String { "remove it" }
    var subject: String { path.text }

    func write(to request: inout HelperRequest) {
        request.word("remove")
        switch target {
        case .file(let expected):
            request.line("kind", "file")
            request.line("path", path.text)
            request.line("expect", expected.text)
        case .directory:
            request.line("kind", "directory")
            request.line("path", path.text)
            request.line("expect", "empty")
        }
    }
}
