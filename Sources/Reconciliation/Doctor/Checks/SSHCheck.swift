import BrokerModel
import Fleet
import SSH

/// Whether hosts are reached, and prove to be who they are.
struct SSHCheck: DoctorCheck {
    static let name = "ssh"

    func findings(in examination: Examination) -> [DoctorFinding] {
        examination.listed.map { host in
            guard case .failure(let failure)? = examination.hosts[host.name]?.facts, Self.concerns(failure) else {
                let key = try? PinnedHostKey(host.hostKey)
                return finding(
                    .ok, on: host.name,
                    "reached as \(host.access.user), host key as pinned"
                        + (key.map { ": \($0.fingerprint)" } ?? ""))
            }
            let isAway = failure.code.exitStatus == FailureCode.hostUnreachable.exitStatus
            return DoctorFinding(failure, isAway ? .unreached : .problem, in: Self.name, on: host.name)
        }
    }

    /// Whether a failure says that the host was not reached at all.
    static func concerns(_ failure: Failure) -> Bool { codes.contains(failure.code) }

    private static let codes: Set<FailureCode> = [
        .hostUnreachable, .hostKeyMismatch, .hostAuthenticationRefused, .transportUnsupported, .connectionLost,
        .deadlineExceeded, .configurationInvalid, .cancelled,
    ]
}
