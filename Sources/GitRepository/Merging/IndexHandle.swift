import CLibgit2
import Glibc

enum IndexKind: HandleKind {
    static func free(_ pointer: OpaquePointer) { git_index_free(pointer) }
}

/// The entries of a tree in the making, in memory.
typealias IndexHandle = Handle<IndexKind>

enum ConflictIteratorKind: HandleKind {
    static func free(_ pointer: OpaquePointer) { git_index_conflict_iterator_free(pointer) }
}

extension Handle where Kind == IndexKind {
    borrowing func hasConflicts() -> Bool { git_index_has_conflicts(pointer) == 1 }

    /// The paths in conflict, each once.
    borrowing func conflicts() throws(GitError) -> [[UInt8]] {
        let iterator = try Handle<ConflictIteratorKind> { git_index_conflict_iterator_new($0, pointer) }
        return try iterator.paths()
    }
}

extension Handle where Kind == ConflictIteratorKind {
    fileprivate borrowing func paths() throws(GitError) -> [[UInt8]] {
        var paths: [[UInt8]] = []
        var seen: Set<[UInt8]> = []
        while true {
            var ancestor: UnsafePointer<git_index_entry>?
            var ours: UnsafePointer<git_index_entry>?
            var theirs: UnsafePointer<git_index_entry>?
            let result = git_index_conflict_next(&ancestor, &ours, &theirs, pointer)
            if result == GIT_ITEROVER.rawValue { return paths }
            try check(result)
            guard let name = (theirs ?? ours ?? ancestor)?.pointee.path else { continue }
            let path = Array(UnsafeRawBufferPointer(start: name, count: strlen(name)))
            if seen.insert(path).inserted { paths.append(path) }
        }
    }
}
