/// Does nothing but answer: proves that the helper can be run.
struct VersionVerb: HelperVerb {
    var attempted: String { "run the host helper" }

    func write(to request: inout HelperRequest) {
        request.word("version")
    }
}
