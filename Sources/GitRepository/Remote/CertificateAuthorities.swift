import BrokerModel
import CLibgit2
import Synchronization

/// libgit2 keeps one set of certificate authorities for the whole process:
/// conversations over HTTPS take turns, each with its own set.
enum CertificateAuthorities {
    /// Debian's, which libgit2 takes by itself.
    private static let system = "/etc/ssl/certs/ca-certificates.crt"

    private static let current = Mutex(system)

    /// Runs `body` while `file`, or the system's file, is what counts.
    static func trusting(_ file: String?, _ body: () throws(Failure) -> Void) throws(Failure) {
        let wanted = file ?? system
        try current.withLock { (current) throws(Failure) in
            if current != wanted { try replace(&current, by: wanted) }
            try body()
        }
    }

    private static func replace(_ current: inout String, by wanted: String) throws(Failure) {
        do {
            // After a failure libgit2's set is unknown: the next turn sets it again.
            current = ""
            try check(CLibgit2_set_certificate_authorities(wanted))
            current = wanted
        } catch {
            throw Failure(
                .configurationInvalid, attempted: "load the certificate authorities", on: wanted,
                response: error.message, remedy: "name a file of certificates in PEM form that can be read")
        }
    }
}
