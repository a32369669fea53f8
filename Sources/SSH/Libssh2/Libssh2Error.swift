/// What libssh2 answered instead of success (libssh2.h, "Error Codes").
struct Libssh2Error: Error, CustomStringConvertible {
    let code: Int32
    let message: String

    var description: String { message.isEmpty ? "libssh2 error \(code)" : "\(message) (libssh2 error \(code))" }
}
