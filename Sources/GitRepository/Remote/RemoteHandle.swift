import CLibgit2
import Glibc

enum RemoteKind: HandleKind {
    static func free(_ pointer: OpaquePointer) { git_remote_free(pointer) }
}

/// A connection to a remote repository; freeing it closes the connection.
typealias RemoteHandle = Handle<RemoteKind>

extension Handle where Kind == RepositoryKind {
    /// A remote without a name in the configuration.
    borrowing func remote(at location: RepositoryLocation) throws(GitError) -> RemoteHandle {
        try RemoteHandle { git_remote_create_anonymous($0, pointer, location.text) }
    }
}

extension Handle where Kind == RemoteKind {
    borrowing func connect(_ conversation: RemoteConversation) throws(GitError) {
        var options = git_remote_connect_options()
        try check(git_remote_connect_options_init(&options, UInt32(GIT_REMOTE_CONNECT_OPTIONS_VERSION)))
        options.callbacks = try conversation.callbacks()
        // A token is for the server it was given for.
        options.follow_redirects = GIT_REMOTE_REDIRECT_NONE
        try check(git_remote_connect_ext(pointer, GIT_DIRECTION_FETCH, &options))
    }

    /// What the server advertised when the connection was made: the names of
    /// its references and where they point.
    borrowing func references() throws(GitError) -> [String: git_oid] {
        var heads: UnsafeMutablePointer<UnsafePointer<git_remote_head>?>?
        var count = 0
        try check(git_remote_ls(&heads, &count, pointer))
        var references: [String: git_oid] = [:]
        for case let head? in UnsafeBufferPointer(start: heads, count: count) {
            references[String(cString: head.pointee.name)] = head.pointee.oid
        }
        return references
    }

    /// Fetches the objects that are missing here; moves no reference.
    borrowing func download(_ refspecs: [String], _ conversation: RemoteConversation) throws(GitError) {
        var options = git_fetch_options()
        try check(git_fetch_options_init(&options, UInt32(GIT_FETCH_OPTIONS_VERSION)))
        options.callbacks = try conversation.callbacks()
        options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE
        options.follow_redirects = GIT_REMOTE_REDIRECT_NONE
        let result = refspecs.withStringArray { git_remote_download(pointer, $0, &options) }
        try check(result)
    }

    /// Sends what the remote lacks and moves its references.
    ///
    /// - Throws: also when the server does not want a reference moved.
    borrowing func push(_ refspecs: [String], _ conversation: RemoteConversation) throws(GitError) {
        var options = git_push_options()
        try check(git_push_options_init(&options, UInt32(GIT_PUSH_OPTIONS_VERSION)))
        options.callbacks = try conversation.callbacks()
        options.follow_redirects = GIT_REMOTE_REDIRECT_NONE
        let result = refspecs.withStringArray { git_remote_push(pointer, $0, &options) }
        try check(result)
        guard let refusal = conversation.pushRefusal else { return }
        throw GitError(code: GIT_EUSER, part: GIT_ERROR_REFERENCE, message: refusal)
    }

    /// Moves the references the last ``download(_:_:)`` asked for.
    borrowing func moveReferences(_ conversation: RemoteConversation) throws(GitError) {
        var callbacks = try conversation.callbacks()
        try check(git_remote_update_tips(pointer, &callbacks, 0, GIT_REMOTE_DOWNLOAD_TAGS_NONE, "isobar: fetch"))
    }
}

extension [String] {
    /// Lends the texts to C as a `git_strarray`.
    fileprivate func withStringArray<Value>(_ body: (UnsafePointer<git_strarray>) -> Value) -> Value {
        var copies = map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return copies.withUnsafeMutableBufferPointer { buffer in
            var array = git_strarray(strings: buffer.baseAddress, count: buffer.count)
            return body(&array)
        }
    }
}
