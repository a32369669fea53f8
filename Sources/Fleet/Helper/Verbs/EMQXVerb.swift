internal import BrokerModel

/// Changes who may come into the EMQX cluster, on one of its members
/// (docs/emqx.md). Each action does nothing where it took effect already.
struct EMQXVerb: HelperVerb {
    enum Action {
        /// Gives the dashboard its password and has users and rules come from
        /// EMQX's own database alone.
        case configure(password: ConfidentialText)
        /// Makes a user, or gives it its password and rules.
        case user(EMQXUserSpecification)
        /// Has this host remember what another member was told.
        case note(EMQXUserSpecification)
        /// Removes the user of this name, and its rules;
        /// ``EMQXUserSpecification/former`` are all that were unnamed, without the one
        /// that is so now.
        case remove(name: String)
    }

    var action: Action

    var attempted: String {
        switch action {
        case .configure: "set who may come into EMQX"
        case .user, .note: "set a user of EMQX"
        case .remove: "remove a user of EMQX"
        }
    }

    var subject: String { "emqx" }

    func write(to request: inout HelperRequest) {
        request.word("emqx")
        switch action {
        case .configure(let password):
            request.line("action", "configure")
            request.payload(Array(EMQXWords.text(ofEnvironment: password).utf8))
        case .user(let user):
            request.line("action", "user")
            write(user, to: &request)
            request.payload(Array(EMQXWords.lines(of: user).utf8))
        case .note(let user):
            request.line("action", "note")
            write(user, to: &request)
        case .remove(let name):
            request.line("action", "remove")
            request.line("resource", name)
        }
    }

    private func write(_ user: EMQXUserSpecification, to request: inout HelperRequest) {
        request.line("resource", user.name)
        request.line("user", user.login.withRevealed { EMQXUserSpecification.name(of: $0) })
        request.line("stamp", user.stamp.withRevealed { $0 })
        request.line("sort", EMQXUserSort(user).rawValue)
    }
}
