import BrokerModel
import CLibgit2

/// One conversation with a remote: answers libgit2's questions about
/// credentials and host keys, and remembers what explains a failure.
///
/// It is lent to libgit2 as the payload of the callbacks, which run on the
/// calling thread while the call lasts.
final class RemoteConversation {
    let location: RepositoryLocation
    let access: RemoteAccess
    let watchdog: Watchdog

    /// Whether something is written there.
    let isPublishing: Bool

    /// The host key the server showed.
    private(set) var presentedKey: SSHHostKeyPin?

    /// Whether a credential was handed over: what fails after is not the way
    /// to the server.
    private(set) var credentialWasOffered = false

    /// Why a credential could not be handed over.
    private(set) var credentialProblem: String?

    /// Why the server did not move a reference that was pushed.
    private(set) var pushRefusal: String?

    init(location: RepositoryLocation, access: RemoteAccess, watchdog: Watchdog, isPublishing: Bool = false) {
        self.isPublishing = isPublishing
        self.location = location
        self.access = access
        self.watchdog = watchdog
    }

    func callbacks() throws(GitError) -> git_remote_callbacks {
        var callbacks = git_remote_callbacks()
        try check(git_remote_init_callbacks(&callbacks, UInt32(GIT_REMOTE_CALLBACKS_VERSION)))
        callbacks.payload = Unmanaged.passUnretained(self).toOpaque()
        callbacks.certificate_check = { certificate, _, _, payload in
            RemoteConversation.from(payload)?.judge(certificate) ?? GIT_ECERTIFICATE.rawValue
        }
        callbacks.credentials = { credential, _, user, allowed, payload in
            RemoteConversation.from(payload)?.answer(credential, user: user, allowed: allowed) ?? GIT_EAUTH.rawValue
        }
        callbacks.transfer_progress = { _, payload in
            RemoteConversation.from(payload)?.progress() ?? GIT_EUSER.rawValue
        }
        callbacks.sideband_progress = { _, _, payload in
            RemoteConversation.from(payload)?.progress() ?? GIT_EUSER.rawValue
        }
        callbacks.push_update_reference = { _, status, payload in
            RemoteConversation.from(payload)?.notePush(status) ?? GIT_EUSER.rawValue
        }
        return callbacks
    }

    /// - Parameter status: the server's words; null when it moved the reference.
    private func notePush(_ status: UnsafePointer<CChar>?) -> Int32 {
        if let status { pushRefusal = "the server refused it: \(String(cString: status).printable)" }
        return GIT_OK.rawValue
    }

    private static func from(_ payload: UnsafeMutableRawPointer?) -> RemoteConversation? {
        payload.map { Unmanaged<RemoteConversation>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Data arrived; goes on unless the call is to end.
    private func progress() -> Int32 {
        guard watchdog.end == nil else { return GIT_EUSER.rawValue }
        watchdog.stir()
        return GIT_OK.rawValue
    }

    /// Whether the server is who it should be. Passing the question back keeps
    /// libgit2's own verdict; answering "yes" would overrule it.
    private func judge(_ certificate: UnsafeMutablePointer<git_cert>?) -> Int32 {
        guard let certificate, certificate.pointee.cert_type == GIT_CERT_HOSTKEY_LIBSSH2 else {
            return GIT_PASSTHROUGH.rawValue
        }
        let digest = UnsafeRawPointer(certificate).withMemoryRebound(to: git_cert_hostkey.self, capacity: 1) { key in
            key.pointee.type.rawValue & GIT_CERT_SSH_SHA256.rawValue == 0
                ? nil : withUnsafeBytes(of: key.pointee.hash_sha256) { Digest(bytes: Array($0)) }
        }
        presentedKey = digest.map(SSHHostKeyPin.init(digest:))
        switch access.sshHostTrust {
        case .userKnownHosts:
            return GIT_PASSTHROUGH.rawValue
        case .pinned(let pins):
            guard let presentedKey, pins.contains(presentedKey) else { return GIT_ECERTIFICATE.rawValue }
            return GIT_OK.rawValue
        }
    }

    private func answer(
        _ credential: UnsafeMutablePointer<UnsafeMutablePointer<git_credential>?>?,
        user: UnsafePointer<CChar>?,
        allowed: UInt32
    ) -> Int32 {
        if allowed & GIT_CREDENTIAL_USERNAME.rawValue != 0 {
            return git_credential_username_new(credential, "git")
        }
        // libgit2 asks again after a refusal, for ever.
        guard !credentialWasOffered else {
            credentialProblem = credentialProblem ?? "the server does not accept the credential"
            return GIT_EAUTH.rawValue
        }
        if location.transport == .ssh, allowed & GIT_CREDENTIAL_SSH_KEY.rawValue != 0 {
            guard let file = access.sshIdentityFile else { return refuse("no SSH key is configured") }
            guard PrivateFile.isReadable(file) else { return refuse("the SSH key \(file) cannot be read") }
            credentialWasOffered = true
            return git_credential_ssh_key_new(credential, user, nil, file, nil)
        }
        if location.transport == .https, allowed & GIT_CREDENTIAL_USERPASS_PLAINTEXT.rawValue != 0 {
            guard let file = access.httpsTokenFile else { return refuse("no token is configured") }
            guard let token = PrivateFile.line(of: file) else { return refuse("no token can be read from \(file)") }
            credentialWasOffered = true
            return token.withRevealed { git_credential_userpass_plaintext_new(credential, access.httpsUser, $0) }
        }
        return refuse("the server asks for a way to log in that is not supported")
    }

    private func refuse(_ problem: String) -> Int32 {
        credentialProblem = problem
        return GIT_EAUTH.rawValue
    }
}
