/// The header fields of a response, names in lower case, in the order they
/// came.
struct HTTPHeaders: Sendable, Equatable {
    private var fields: [(name: String, value: String)] = []

    var count: Int { fields.count }

    mutating func append(_ name: String, _ value: String) {
        fields.append((name.lowercased(), value))
    }

    /// The first value of a field. `name` is in lower case.
    subscript(name: String) -> String? {
        fields.first { $0.name == name }?.value
    }

    /// All values of a field, in lists too (RFC 9110, section 5.6.1), trimmed.
    func values(_ name: String) -> [String] {
        fields.filter { $0.name == name }
            .flatMap { $0.value.split(separator: ",") }
            .map { String($0.trimmingBlanks) }
    }

    static func == (left: Self, right: Self) -> Bool {
        left.fields.elementsEqual(right.fields) { $0 == $1 }
    }
}

extension Substring {
    /// Without the optional white space of RFC 9110, section 5.6.3.
    var trimmingBlanks: Substring {
        var rest = self
        while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return rest
    }
}
