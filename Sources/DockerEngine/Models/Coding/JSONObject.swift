/// An object without fields: `{}`, the value in Go's maps that are sets.
struct JSONObject: Codable, Sendable, Equatable {}
