/// Why a value has to be readable in the repository, and what to do instead
/// of hiding it.
package struct ClearText: Sendable {
    package let reason: String
    package let hint: String?

    package init(_ reason: String, hint: String? = nil) {
        self.reason = reason
        self.hint = hint
    }

    /// For files that are not part of the desired state.
    package static let inTheFile = ClearText("it has to stand in the file itself")

    /// Numbers, truth values, words of an enumeration.
    package static let noText = ClearText("only free text can", hint: "write the value itself")

    static let secretName = ClearText("it names one", hint: "write {secret: name}")

    static let centreID = ClearText(
        "containers, files and the history bear it as their name",
        hint: "write it; centre-ids are public, in the WMO registry")

    static let hostName = ClearText("plans and the history call hosts by their names", hint: "write the name")

    static let domain = ClearText(
        "files on the balancers and the members of the EMQX cluster are named after it",
        hint: "write it; clients have to know it")

    static let account = ClearText(
        "the users of hosts stand in the rights of files and in errors",
        hint: "write it; what keeps others out is the key, which is not in the repository")

    static let path = ClearText("plans and the hosts' own record name files by their paths", hint: "write the path")

    static let address = ClearText(
        "plans, errors and the history name hosts by it", hint: "write it, and keep the repository private")

    static let addressRange = ClearText(
        "it becomes part of labels and of configurations that are recognised by their digests",
        hint: "write it, and keep the repository private")

    static let hostKey = ClearText("it is public: a host shows it to everybody", hint: "write the key")

    static let interface = ClearText("commands and errors of the host name it", hint: "write the name")

    static let image = ClearText(
        "plans, policy and the hosts' engines call it by its name",
        hint: "write it; a registry's password belongs into the engines' own configuration (docker login)")

    static let date = ClearText(
        "it decides whether the node is there, before secrets are opened", hint: "write the date")
}
