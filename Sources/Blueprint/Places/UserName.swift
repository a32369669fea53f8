import BrokerModel

/// The name of a user on a host, as `useradd` takes it (useradd(8), Caveats):
/// lower-case letters, digits, `_` and `-`, a letter or `_` first, at most 32.
struct UserName: Hashable {
    let text: String

    init(_ text: String) throws(Refusal) {
        let bytes = text.utf8
        let underscore = UInt8(ascii: "_")
        guard let first = bytes.first, first.isLowercaseLetter || first == underscore, bytes.count <= 32,
            bytes.allSatisfy({ $0.isLowercaseLetter || $0.isDigit || $0 == underscore || $0 == UInt8(ascii: "-") })
        else { throw Refusal("is no name of a user") }
        self.text = text
    }

    private init(unchecked text: String) {
        self.text = text
    }

    static let root = UserName(unchecked: "root")
}
