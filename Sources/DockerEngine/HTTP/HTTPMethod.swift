/// The request methods the Engine API uses (RFC 9110, section 9).
///
/// No `HEAD`: a response to it has headers that lie about its body, and the
/// parser would have to know the question to read the answer.
package enum HTTPMethod: String, Sendable {
    case get = "GET"
    case post = "POST"
    case delete = "DELETE"
}
