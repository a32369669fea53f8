/// A sample's own text is not what it should be.
struct BadSample: Error {}

func unwrap<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw BadSample() }
    return value
}
