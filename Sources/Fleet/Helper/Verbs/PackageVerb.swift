internal import BrokerModel

/// Installs packages, in one run of apt, as far as they are missing.
struct PackageVerb: HelperVerb {
    var names: [String]

    var attempted: String { "install packages" }
    var subject: String { names.joined(separator: " ") }

    func write(to request: inout HelperRequest) {
        request.word("package")
        request.line("names", names.joined(separator: " "))
    }
}
