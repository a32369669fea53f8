/// What a failure says was attempted.
struct Attempt: Sendable {
    /// An infinitive: "start the container".
    var what: String

    /// Method and path: `POST /containers/x/start`.
    var request: String

    /// Whether the engine may have changed something although no answer came.
    var isChange = false
}
