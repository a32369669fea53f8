import CLibgit2

/// Something libgit2 allocates and someone has to free.
protocol HandleKind {
    static func free(_ pointer: OpaquePointer)
}

/// Owns one object of libgit2 and frees it at the end of its life.
///
/// libgit2's objects belong to one thread at a time: a handle is neither
/// copyable nor `Sendable` and lives within one operation. The pointer is used
/// only by methods of the handle, which keep it alive for the call.
struct Handle<Kind: HandleKind>: ~Copyable {
    let pointer: OpaquePointer

    /// Takes ownership of what `make` writes to its argument.
    init(_ make: (UnsafeMutablePointer<OpaquePointer?>) -> Int32) throws(GitError) {
        var made: OpaquePointer?
        try check(make(&made))
        guard let made else {
            throw GitError(code: GIT_ERROR, part: GIT_ERROR_INTERNAL, message: "libgit2 returned nothing")
        }
        pointer = made
    }

    deinit { Kind.free(pointer) }
}
