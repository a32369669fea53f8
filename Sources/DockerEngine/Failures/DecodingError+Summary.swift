extension DecodingError {
    /// The place and the kind of the mismatch; never the value, which may be
    /// secret.
    var summary: String {
        switch self {
        case .typeMismatch(let type, let context):
            "the engine's JSON has no \(type) at \(Self.path(context))"
        case .valueNotFound(let type, let context):
            "the engine's JSON has null instead of \(type) at \(Self.path(context))"
        case .keyNotFound(let key, let context):
            "the engine's JSON lacks \"\(key.stringValue)\" at \(Self.path(context))"
        case .dataCorrupted(let context):
            "the engine's answer is not the JSON expected, at \(Self.path(context))"
        @unknown default:
            "the engine's answer is not the JSON expected"
        }
    }

    private static func path(_ context: Context) -> String {
        let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
        return path.isEmpty ? "the top" : path
    }
}
