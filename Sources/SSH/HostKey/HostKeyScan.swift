internal import BrokerModel
internal import Foundation

/// Asks a host for the key it presents, for `isobar host scan`.
///
/// What comes back is a claim, not a proof: a person compares the fingerprint
/// with the host's console before pinning it.
public enum HostKeyScan {
    /// The kinds of keys that can be asked for, best first.
    public static let algorithms = Libssh2Connector.hostKeyAlgorithms

    /// The host's key, of the first of `algorithms` it has.
    ///
    /// - Throws: ``Failure`` with `hostUnreachable`, or `transportUnsupported`
    ///   when the host has no key of these kinds.
    public static func key(
        name: String,
        address: String,
        port: UInt16 = 22,
        algorithms: [String] = Self.algorithms,
        timeout: Duration = .seconds(10)
    ) async throws -> PinnedHostKey {
        let destination = SSHDestination(
            name: name, address: address, port: port, user: "", hostKeys: [], identityFile: "",
            timeouts: SSHTimeouts(connect: timeout))
        let result: Result<PinnedHostKey, Failure> = await withCheckedContinuation { continuation in
            // A thread of its own: the cooperative pool must not wait for a
            // socket.
            Thread.detachNewThread {
                do throws(ConnectProblem) {
                    let patience = Patience(deadline: .now + timeout)
                    let key = try Libssh2Connector(destination).hostKey(algorithms: algorithms, patience)
                    continuation.resume(returning: .success(key))
                } catch .failed(let failure) {
                    continuation.resume(returning: .failure(failure))
                } catch {
                    continuation.resume(
                        returning: .failure(SSHFailures(destination).cancelled(during: "scan the host key")))
                }
            }
        }
        return try result.get()
    }
}
