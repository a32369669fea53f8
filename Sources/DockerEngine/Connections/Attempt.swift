/// What a failure says was attempted.
struct Attempt: Sendable {
    /// An infinitive: "start the container".
    var what: String
    /// Method and path: `POST /v1.41/containers/x/start`.
    var request: String
}
