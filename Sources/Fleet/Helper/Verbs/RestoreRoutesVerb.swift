/// Puts files back that Traefik itself names as those it cannot read, if this
/// run brought them.
struct RestoreRoutesVerb: HelperVerb {
    var attempted: String { "have Traefik's files read" }
    var subject: String { "traefik" }

    func write(to request: inout HelperRequest) {
        request.word("traefik")
        request.line("action", "restore")
    }
}
