internal import BrokerModel

/// Moves what is not Isobar's out of Traefik's dynamic directory, to where
/// nobody reads it and everybody finds it again.
struct SetAsideVerb: HelperVerb {
    var path: AbsolutePath

    var attempted: String { "set it aside" }
    var subject: String { path.text }

    func write(to request: inout HelperRequest) {
        request.word("set-aside")
        request.line("path", path.text)
    }
}
