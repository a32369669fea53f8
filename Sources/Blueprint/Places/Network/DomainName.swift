import BrokerModel

/// A DNS name in the characters a host's name has (RFC 1123, section 2.1).
struct DomainName: Hashable {
    let text: String

    init(_ text: String) throws(Refusal) {
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let hyphen = UInt8(ascii: "-")
        guard text.utf8.count <= 190,
            labels.allSatisfy({ label in
                (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
                    && label.allSatisfy { $0.isLetter || $0.isDigit || $0 == hyphen }
            })
        else { throw Refusal("is no DNS name") }
        self.text = text
    }

    private init(unchecked text: String) {
        self.text = text
    }

    /// A name that never exists (RFC 2606), which stands in for a refused one
    /// while the search for further errors goes on.
    static let standIn = DomainName(unchecked: "invalid")

    /// The name one label below.
    func subdomain(_ name: HostName) -> DomainName {
        DomainName(unchecked: name.text + "." + text)
    }

    /// The name under which clients reach the broker.
    var globalBroker: DomainName { DomainName(unchecked: "globalbroker." + text) }
}
