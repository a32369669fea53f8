/// Why a response could not be read.
enum HTTPProtocolError: Error, Equatable {
    /// The bytes are not HTTP/1.1, or break one of its rules.
    case malformed(String)

    /// A limit of ``HTTPLimits`` was passed.
    case tooLarge(String)

    /// The stream ended where a response, or the rest of one, was expected.
    case ended(String)
}
