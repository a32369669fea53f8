/// Asks containers on bridges of the host for `/metrics` and `/primary` on
/// port 1880.
struct ProbeVerb: HelperVerb {
    /// IPv4 addresses. One that no bridge of the engine reaches is not asked.
    var addresses: [String]

    var attempted: String { "ask the antiloop containers how they are" }

    func write(to request: inout HelperRequest) {
        request.word("probe")
        for address in addresses { request.line("address", address) }
        request.word("ask")
    }
}
