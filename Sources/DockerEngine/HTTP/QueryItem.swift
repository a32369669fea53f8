/// One `name=value` of a request's query, encoded when it is written.
package struct QueryItem: Sendable, Equatable {
    var name: String
    var value: String

    init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// A flag in the way the engine reads one: `1` or `0`.
    init(_ name: String, _ flag: Bool) {
        self.init(name, flag ? "1" : "0")
    }

    init(_ name: String, _ number: Int64) {
        self.init(name, String(number))
    }

    var encoded: String {
        name.percentEncoded(keeping: []) + "=" + value.percentEncoded(keeping: [])
    }
}
