import BrokerModel
import Testing

@testable import SSH

/// What is made of ssh(1)'s words (OpenSSH 9.2).
@Suite struct OpenSSHDiagnosisTests {
    private func diagnosis(_ said: String) -> OpenSSHDiagnosis {
        OpenSSHDiagnosis(
            Array(said.utf8),
            SSHFailures(
                SSHDestination(
                    name: "testhost", address: "192.0.2.1", user: "gb", hostKeys: [], identityFile: "/etc/isobar/id")))
    }

    @Test(
        arguments: [
            (
                "ssh: connect to host 192.0.2.1 port 22: Connection refused\r\n", FailureCode.hostUnreachable,
                "Connection refused"
            ),
            (
                "ssh: Could not resolve hostname nowhere.invalid: Name or service not known\r\n",
                FailureCode.hostUnreachable, "nowhere.invalid"
            ),
            (
                "debug1: Server host key: ssh-ed25519 SHA256:abc\r\nHost key verification failed.\r\n",
                FailureCode.hostKeyMismatch, "SHA256:abc (ssh-ed25519)"
            ),
            ("Host key verification failed.\r\n", FailureCode.hostKeyMismatch, "a jump host"),
            (
                "Unable to negotiate with 192.0.2.1 port 22: no matching cipher found. Their offer: rot13\r\n",
                FailureCode.transportUnsupported, "rot13"
            ),
            (
                "debug1: Offering public key: /etc/isobar/id\ngb@192.0.2.1: Permission denied (publickey).\r\n",
                FailureCode.hostAuthenticationRefused, "Permission denied (publickey)"
            ),
            (
                "gb@192.0.2.1: Permission denied (publickey).\r\n", FailureCode.hostAuthenticationRefused,
                "had no key to offer"
            ),
            (
                "Load key \"/etc/isobar/id\": error in libcrypto\r\ngb@192.0.2.1: Permission denied (publickey).\r\n",
                FailureCode.configurationInvalid, "error in libcrypto"
            ),
            (
                "/etc/isobar/ssh_config: line 3: Bad configuration option: proxyjmp\r\n",
                FailureCode.configurationInvalid, "line 3"
            ),
            ("setpriv: failed to execute ssh: No such file or directory\n", .transportUnsupported, "setpriv"),
            ("debug1: something\n", FailureCode.hostUnreachable, "without a word"),
            ("a line nobody knows yet\n", FailureCode.hostUnreachable, "a line nobody knows yet"),
        ] as [(String, FailureCode, String)])
    func itsWordsBecomeAFailure(_ said: String, _ code: FailureCode, _ part: String) {
        let failure = diagnosis(said).failure
        #expect(failure.code == code)
        #expect(failure.response.contains(part), "\(failure)")
    }
}
