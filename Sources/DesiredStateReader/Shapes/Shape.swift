/// What a value of a document may look like: how it is read, and its JSON
/// Schema.
///
/// The shape of a document is the only description of it. Reading, the
/// messages and the schema for editors all come from it, so none can say
/// something else than the others.
package struct Shape<Value: Sendable>: Sendable {
    /// The JSON Schema of the value (draft 7).
    package let schema: @Sendable () -> JSONValue

    /// Reads the value; nil, and errors in the findings, when it cannot be.
    package let read: @Sendable (YAMLNode, inout Findings) -> Value?

    /// A value as it would stand in the schema, for defaults.
    package let encode: (@Sendable (Value) -> JSONValue)?

    package init(
        schema: @escaping @Sendable () -> JSONValue,
        encode: (@Sendable (Value) -> JSONValue)? = nil,
        read: @escaping @Sendable (YAMLNode, inout Findings) -> Value?
    ) {
        self.schema = schema
        self.encode = encode
        self.read = read
    }

    /// The same shape, its values turned into others.
    package func map<Other: Sendable>(_ transform: @escaping @Sendable (Value) -> Other) -> Shape<Other> {
        Shape<Other>(schema: schema) { node, findings in
            read(node, &findings).map(transform)
        }
    }

    /// The same shape with one more look at each value that could be read.
    package func checked(_ check: @escaping @Sendable (Value, YAMLNode, inout Findings) -> Void) -> Shape {
        Shape(schema: schema, encode: encode) { node, findings in
            let value = read(node, &findings)
            if let value { check(value, node, &findings) }
            return value
        }
    }
}
