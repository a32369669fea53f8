/// Installs the helper's script and the sudo rule for it.
struct InstallVerb: HelperVerb {
    /// The user that may run it.
    var user: String

    var attempted: String { "install the host helper and its sudo rule" }
    var subject: String { HelperScript.installedPath }

    func write(to request: inout HelperRequest) {
        request.word("install")
        request.line("user", user)
        request.payload(HelperScript.bytes)
    }
}
