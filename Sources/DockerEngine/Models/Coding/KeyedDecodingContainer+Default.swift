extension KeyedDecodingContainer {
    /// The value of a key; `fallback` when the key is missing or null.
    ///
    /// The engine writes an empty list or map as null, as nothing or as empty,
    /// depending on its version.
    func value<Value: Decodable>(_ key: Key, default fallback: Value) throws -> Value {
        try decodeIfPresent(Value.self, forKey: key) ?? fallback
    }

    /// The value of a text field in which empty means nothing.
    func text(_ key: Key) throws -> String? {
        let text = try decodeIfPresent(String.self, forKey: key)
        return text?.isEmpty == true ? nil : text
    }
}
