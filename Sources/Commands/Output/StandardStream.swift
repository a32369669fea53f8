import Glibc

/// Standard output and standard error, written whole.
///
/// A closed pipe ends the writing silently, as it does for every filter; output
/// that is lost otherwise (a full disk) ends the process with status 1.
enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                if errno != EPIPE, self == .output {
                    StandardStream.error.write("isobar: error: could not write the output: \(String(cString: strerror(errno)))\n")
                    exit(1)
                }
                return
            }
            bytes = bytes.dropFirst(count)
        }
    }
}
