import BrokerModel

/// Where a subscription goes, as far as it may be shown: of an address no user and no
/// password, of a secret its name.
struct ServerName: Hashable {
    let phrase: Phrase

    init(_ source: TextSource) {
        switch source {
        case .secret(let name): phrase = "the address in the secret \(value: name)"
        case .literal(let text):
            let rest = text.firstRange(of: "://").map { text[$0.upperBound...] } ?? text[...]
            let authority = rest.prefix { !"/?#".contains($0) }
            let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
            phrase = "\(value: String(host))"
        }
    }
}
