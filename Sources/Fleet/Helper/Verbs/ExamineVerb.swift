internal import BrokerModel

/// Asks for what ``HostFacts`` holds; changes nothing.
struct ExamineVerb: HelperVerb {
    /// Debian packages whose state is asked for.
    var packages: [String]

    var attempted: String { "examine the host" }

    func write(to request: inout HelperRequest) {
        request.word("examine")
        for package in packages { request.line("package", package) }
        request.word("look")
    }
}
