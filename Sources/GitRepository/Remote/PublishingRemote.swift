import BrokerModel
import CLibgit2

/// The server's side of one reference that this controller writes.
struct PublishingRemote {
    let location: RepositoryLocation
    let access: RemoteAccess
    let patience: Duration

    /// Brings the reference as it is on the server; one that is not there is
    /// none here, either.
    func fetch(_ reference: String, into repository: borrowing RepositoryHandle) throws(Failure) {
        try conversing { (conversation) throws(GitError) in
            let remote = try repository.remote(at: location)
            try remote.connect(conversation)
            if try remote.references()[reference] == nil {
                if try repository.target(of: reference) != nil { try repository.removeReference(reference) }
            } else {
                try remote.download(["+\(reference):\(reference)"], conversation)
                try remote.moveReferences(conversation)
            }
        }
    }

    /// Moves the reference on the server forward to where it is here.
    func push(_ reference: String, from repository: borrowing RepositoryHandle) throws(Failure) {
        try conversing { (conversation) throws(GitError) in
            let remote = try repository.remote(at: location)
            try remote.push(["\(reference):\(reference)"], conversation)
        }
    }

    private func conversing(_ calls: (RemoteConversation) throws(GitError) -> Void) throws(Failure) {
        let conversation = RemoteConversation(
            location: location, access: access, watchdog: Watchdog(patience: patience), isPublishing: true)
        let endpoint = try location.endpoint()
        func guarded() throws(Failure) {
            try conversation.watchdog.guarding(endpoint) { () throws(Failure) in
                try conversation.explaining { () throws(GitError) in try calls(conversation) }
            }
        }
        guard location.transport == .https else { return try guarded() }
        try CertificateAuthorities.trusting(access.certificateAuthorityFile) { () throws(Failure) in try guarded() }
    }
}
