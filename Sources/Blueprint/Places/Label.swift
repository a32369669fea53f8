import BrokerModel

/// A label of a container: a name and one line of text.
struct Label: Hashable {
    let name: String
    let value: String

    /// - Parameter name: lower-case letters, digits and the signs `.-`.
    init(_ name: String, _ value: String) throws(Refusal) {
        let isName =
            !name.isEmpty
            && name.utf8.allSatisfy { byte in
                byte.isLowercaseLetter || byte.isDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
            }
        guard isName else { throw Refusal("is no name of a label") }
        try value.checkIsOneLine(in: "a label")
        self.name = name
        self.value = value
    }
}
