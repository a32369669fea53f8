package import BrokerModel

/// A key of a mapping whose keys are the user's own, and what stands under it.
package struct NamedValue<Key: Sendable, Value: Sendable>: Sendable {
    package let key: Key
    package let keyPosition: SourcePosition
    package let value: Value
}
