import CLibgit2

enum BlobKind: HandleKind {
    static func free(_ pointer: OpaquePointer) { git_blob_free(pointer) }
}

/// The contents of a file.
typealias BlobHandle = Handle<BlobKind>

extension Handle where Kind == BlobKind {
    /// The contents as committed: no filter, no line-end conversion.
    borrowing func bytes() -> [UInt8] {
        let size = git_blob_rawsize(pointer)
        guard size > 0, let content = git_blob_rawcontent(pointer) else { return [] }
        return Array(UnsafeRawBufferPointer(start: content, count: Int(size)))
    }
}
