/// Takes the lease of a host, or gives it back.
struct LeaseVerb: HelperVerb {
    enum Action: String {
        /// From now on every other lease is refused; engine streams of older
        /// ones are ended.
        case take
        case release
    }

    var action: Action
    var holder: LeaseHolder

    var attempted: String { "\(action.rawValue) the lease of the host" }

    func write(to request: inout HelperRequest) {
        request.word("lease")
        request.line("action", action.rawValue)
        request.line("holder", holder.text)
    }
}
