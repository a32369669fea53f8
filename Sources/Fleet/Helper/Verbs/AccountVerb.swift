internal import BrokerModel

/// Makes an account, or gives one the groups and the home it lacks. The home is
/// that of the whole request.
struct AccountVerb: HelperVerb {
    var specification: AccountSpecification

    var attempted: String { "make the account" }
    var subject: String { specification.name }

    func write(to request: inout HelperRequest) {
        request.word("account")
        request.line("name", specification.name)
        request.line("uid", specification.uid)
        request.line("gid", specification.gid)
        request.line("groups", specification.groups.isEmpty ? "-" : specification.groups.joined(separator: " "))
    }
}
