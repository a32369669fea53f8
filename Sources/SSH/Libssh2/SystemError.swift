internal import Glibc

/// A system call that failed.
struct SystemError: Error, CustomStringConvertible {
    let number: Int32

    /// Takes `errno`; call it right after the failing call.
    static func last() -> Self { Self(number: errno) }

    var description: String { String(cString: strerror(number)) }
}
