/// Carries requests to one forge: adds its address, its token and its headers,
/// and limits how long an answer may take and how large it may be.
public protocol HTTPSender: Sendable {
    /// - Throws: whatever kept an answer from coming. An answer of any status is
    ///   none.
    func send(_ call: HTTPCall) async throws -> HTTPAnswer
}
