public import BrokerModel
import CLibgit2
import Foundation

/// Short texts that are published in the repository that is mirrored, under a
/// reference of their own: one commit without files for each, after the one
/// before. No branch is touched, and `git fetch` does not bring them unasked.
extension GitMirror {
    /// The texts that were published under a reference, the newest first.
    ///
    /// - Parameter reference: `refs/isobar/…`.
    public func published(under reference: String, limit: Int) throws(Failure) -> [String] {
        try withRemote { (repository, remote) throws(Failure) in
            try remote?.fetch(reference, into: repository)
            return try Self.messages(under: reference, in: repository, limit: limit)
        }
    }

    /// Publishes a text under a reference.
    ///
    /// - Throws: when the server cannot be reached or does not let this controller
    ///   write.
    public func publish(_ text: String, under reference: String, at moment: Timestamp) throws(Failure) {
        let seconds = moment.microseconds / 1_000_000
        try withRemote { (repository, remote) throws(Failure) in
            try remote?.fetch(reference, into: repository)
            do throws(GitError) {
                let parent = try repository.target(of: reference)
                let commit = try repository.writeEmptyCommit(text, after: parent, seconds: seconds)
                try repository.setReference(reference, to: commit)
            } catch {
                throw Failure(
                    .repositoryFailed, attempted: "publish under \(reference)", on: self.location.text,
                    response: error.message, remedy: "this user has to be allowed to write to the repository")
            }
            try remote?.push(reference, from: repository)
        }
    }

    /// Opens what is written to: a repository on this machine itself, or the
    /// mirror of one elsewhere and the way there.
    private func withRemote<Value>(
        _ body: (borrowing RepositoryHandle, PublishingRemote?) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        if let path = location.localPath {
            let repository: RepositoryHandle
            do {
                try LibGit2.start()
                repository = try RepositoryHandle(openingAt: path)
            } catch {
                throw Failure(
                    .repositoryUnreachable, attempted: "open the repository", on: location.text,
                    response: error.message)
            }
            return try body(repository, nil)
        }
        let lock = try MirrorLock.take(in: directory)
        defer { extendLifetime(lock) }
        return try body(try openOrCreate(), PublishingRemote(location: location, access: access, patience: patience))
    }

    private static func messages(
        under reference: String, in repository: borrowing RepositoryHandle, limit: Int
    ) throws(Failure) -> [String] {
        do {
            guard let newest = try repository.target(of: reference)?.commitID() else { return [] }
            let walk = try repository.walk(from: newest)
            var messages: [String] = []
            while messages.count < limit, let id = try walk.next() {
                messages.append(try repository.commit(id).summary().message)
            }
            return messages
        } catch {
            throw Failure(
                .repositoryFailed, attempted: "read what was published", on: reference, response: error.message)
        }
    }
}
