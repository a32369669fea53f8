/// Why a value cannot stand where it stands.
package struct Refusal: Error, Sendable {
    package var message: String
    package var hint: String?

    package init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}
