internal import BrokerModel

/// What only the OpenSSH transport meets.
extension SSHFailures {
    func nothingInCommon(_ response: String) -> Failure {
        Failure(
            .transportUnsupported, attempted: "open an SSH session", on: subject, response: response,
            remedy: "pin a host key of a kind the host offers, and compare with `sshd -T` there; what ssh on the "
                + "controller offers is printed by `ssh -Q kex`, `ssh -Q cipher` and `ssh -Q mac`")
    }

    func openSSHUnusable(_ code: FailureCode, _ response: String, remedy: String) -> Failure {
        Failure(
            code, attempted: "open an SSH session through ssh(1)", on: subject, response: response, remedy: remedy)
    }

    func jumpHostKeyRefused(_ response: String) -> Failure {
        Failure(
            .hostKeyMismatch, attempted: "open an SSH session", on: subject,
            response: "the host key of a jump host on the way to \(destination.name) was refused: \(response)",
            remedy: "give the jump host a UserKnownHostsFile with its key in the file `ssh: configFile` names; if it "
                + "has one, somebody may be answering in the jump host's place")
    }
}
