/// An answer that is none: cut off, or not the helper's.
struct MalformedAnswer: Error, Equatable {
    var explanation: String

    init(_ explanation: String) {
        self.explanation = explanation
    }
}
