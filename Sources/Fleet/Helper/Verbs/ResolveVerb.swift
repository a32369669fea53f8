/// Has a container of ours that runs on the host resolve names.
struct ResolveVerb: HelperVerb {
    /// At most eight.
    var names: [String]

    var attempted: String { "resolve names in a container" }

    func write(to request: inout HelperRequest) {
        request.word("resolve")
        for name in names { request.line("name", name) }
        request.word("ask")
    }
}
