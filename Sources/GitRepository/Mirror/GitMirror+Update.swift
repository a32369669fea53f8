public import BrokerModel
import CLibgit2

extension GitMirror {
    /// Looks at the remote and fetches what is new, cloning at the first time.
    ///
    /// One connection lists the references; objects are transferred only when
    /// one of them moved. References that vanished from the remote vanish here.
    ///
    /// - Parameter known: the commit the caller last worked with; without it,
    ///   the one the last update reported.
    /// - Throws: a remote that cannot be reached, or one without the branch, is
    ///   an error and leaves the mirror as it is.
    public func update(since known: CommitID? = nil) async throws(Failure) -> FetchOutcome {
        let watchdog = Watchdog(patience: patience)
        return try await withTaskCancellationHandler {
            Result { () throws(Failure) in try update(since: known, watchdog) }
        } onCancel: {
            watchdog.cancel()
        }.get()
    }

    private func update(since known: CommitID?, _ watchdog: Watchdog) throws(Failure) -> FetchOutcome {
        try checkBranchName()
        let lock = try MirrorLock.take(in: directory)
        defer { extendLifetime(lock) }
        let repository = try openOrCreate()
        let conversation = RemoteConversation(location: location, access: access, watchdog: watchdog)
        let endpoint = try location.endpoint()
        if location.transport == .https {
            try CertificateAuthorities.trusting(access.certificateAuthorityFile) { () throws(Failure) in
                try watchdog.guarding(endpoint) { () throws(Failure) in try fetch(into: repository, conversation) }
            }
        } else {
            try watchdog.guarding(endpoint) { () throws(Failure) in try fetch(into: repository, conversation) }
        }
        do {
            return try report(in: repository, since: known)
        } catch {
            throw failure(error, attempted: "read the branch", on: branch)
        }
    }

    private func fetch(
        into repository: borrowing RepositoryHandle,
        _ conversation: RemoteConversation
    ) throws(Failure) {
        let remote = try conversation.explaining { () throws(GitError) in
            let remote = try repository.remote(at: location)
            try remote.connect(conversation)
            return remote
        }
        let advertised = try conversation.explaining { () throws(GitError) in
            try remote.references().filter { references.include($0.key) }
        }
        guard advertised[branchReference] != nil else { throw branchMissing(among: advertised.keys) }

        do {
            let vanished = try repository.referenceNames().filter { references.include($0) && advertised[$0] == nil }
            let moved = try hasMoved(advertised, in: repository)
            guard moved || !vanished.isEmpty else { return }
            try remote.download(references.refspecs, conversation)
            // First, as "a" and "a/b" cannot both be a reference.
            for name in vanished { try repository.removeReference(name) }
            try remote.moveReferences(conversation)
            try repository.setHead(to: branchReference)
        } catch {
            guard isOfTheMirror(error), conversation.watchdog.end == nil else { throw conversation.failure(error) }
            throw failure(error, attempted: "store what was fetched", on: location.text)
        }
    }

    /// Whether storing failed and not transferring: a full disk, say.
    private func isOfTheMirror(_ error: GitError) -> Bool {
        error.isOf(GIT_ERROR_OS, GIT_ERROR_ODB, GIT_ERROR_INDEXER, GIT_ERROR_FILESYSTEM, GIT_ERROR_REFERENCE)
    }

    private func hasMoved(
        _ advertised: [String: git_oid],
        in repository: borrowing RepositoryHandle
    ) throws(GitError) -> Bool {
        for (name, id) in advertised {
            guard let here = try repository.target(of: name), here.hexadecimal == id.hexadecimal else { return true }
        }
        return false
    }

    /// Compares the branch with what the caller knows and notes it as reported.
    private func report(
        in repository: borrowing RepositoryHandle,
        since known: CommitID?
    ) throws(GitError) -> FetchOutcome {
        let head = try repository.commit(named: branchReference)
        let reported = try repository.target(of: reportedReference)?.commitID()
        try repository.setReference(reportedReference, to: git_oid(head))
        guard let previous = known ?? reported else { return .advanced(from: nil, to: head) }
        if previous == head { return .unchanged(head) }
        if try repository.contains(previous), try repository.isAncestor(previous, of: head) {
            return .advanced(from: previous, to: head)
        }
        return .rewritten(from: previous, to: head)
    }

    private func checkBranchName() throws(Failure) {
        do {
            // Before anything else: libgit2 crashes when it fails and was not started.
            try LibGit2.start()
        } catch {
            throw failure(error, attempted: "watch a branch", on: branch.printable)
        }
        var isValid: Int32 = 0
        guard git_reference_name_is_valid(&isValid, branchReference) == 0, isValid == 1 else {
            throw Failure(
                .configurationInvalid, attempted: "watch a branch", on: branch.printable,
                response: "this is no name of a branch (git-check-ref-format(1))")
        }
    }

    private func branchMissing(among names: some Sequence<String>) -> Failure {
        let heads = names.filter { $0.hasPrefix("refs/heads/") }.map { String($0.dropFirst(11)).printable }.sorted()
        let shown = heads.prefix(10).joined(separator: ", ") + (heads.count > 10 ? ", …" : "")
        return Failure(
            .revisionUnknown, attempted: "fetch the branch \(branch)", on: location.text,
            response: heads.isEmpty ? "the repository has no branches" : "there is no such branch; there are: \(shown)",
            remedy: "push the branch or name another one")
    }
}
