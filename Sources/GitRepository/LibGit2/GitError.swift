import CLibgit2

/// What a call of libgit2 came back with.
struct GitError: Error, Sendable, Equatable {
    /// A `git_error_code`, negative.
    var code: Int32

    /// A `git_error_t`: the part of libgit2 that failed.
    var part: Int32

    /// libgit2's own words, made printable.
    var message: String

    /// Takes the error of the call that has just failed on this thread.
    ///
    /// libgit2 keeps the text per thread: it is read here, at once, before
    /// anything can suspend or call again.
    init(lastWithCode code: Int32) {
        self.code = code
        guard let last = git_error_last(), let text = last.pointee.message else {
            part = 0
            message = "libgit2 ended with \(code) and no explanation"
            return
        }
        part = last.pointee.klass
        message = String(cString: text).printable
        git_error_clear()
    }

    /// - Parameter message: in the place of libgit2's words.
    init(code: git_error_code, part: git_error_t, message: String) {
        self.code = code.rawValue
        self.part = Int32(bitPattern: part.rawValue)
        self.message = message
    }

    func isOf(_ parts: git_error_t...) -> Bool {
        parts.contains { Int32(bitPattern: $0.rawValue) == part }
    }

    func has(_ codes: git_error_code...) -> Bool {
        codes.contains { $0.rawValue == code }
    }
}

/// Every call of libgit2 passes here: negative is an error, the rest is what
/// the call returns.
@discardableResult
func check(_ result: Int32) throws(GitError) -> Int32 {
    guard result >= 0 else { throw GitError(lastWithCode: result) }
    return result
}
