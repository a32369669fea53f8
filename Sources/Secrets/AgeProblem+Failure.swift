import BrokerModel

extension AgeProblem {
    /// The failure to seal or to open the secret `name`.
    func failure(_ attempted: String, _ name: String, identityFile: String? = nil) -> Failure {
        let identity = identityFile ?? "of the controller"
        let (response, remedy) = words(identity: identity)
        return Failure(
            self == .cancelled ? .cancelled : .secretUnavailable, attempted: attempted, on: "secrets/\(name).age",
            response: response, remedy: remedy)
    }

    private func words(identity: String) -> (response: String, remedy: String?) {
        switch self {
        case .notInstalled:
            ("the program age is not installed", "install it: apt install age")
        case .notRun:
            ("the program age could not be run", "check that it works: age --version")
        case .cancelled:
            ("cancelled", nil)
        case .outputTooLong:
            ("it is longer than \(AgeSecrets.maximumSize) bytes", "a secret is a password, a key or a certificate")
        case .notAnAgeFile:
            (
                "it is not encrypted with age",
                "if it holds the value itself, everyone with the repository has read it: change the value, "
                    + "then seal it with isobar secret set"
            )
        case .damaged:
            ("the file is damaged", "restore it from an earlier commit or seal the value again")
        case .otherIdentity:
            (
                "it was not sealed for the identity \(identity)",
                "add its public key (age-keygen -y) to secrets/recipients.txt and seal the secret again"
            )
        case .identityUnreadable:
            ("the identity \(identity) cannot be read", "check that the file exists and may be read")
        case .identityInvalid:
            (
                "the identity \(identity) is none that age knows",
                "it holds a line AGE-SECRET-KEY-1… or is an SSH private key (Ed25519, RSA)"
            )
        case .identityProtected:
            (
                "the identity \(identity) is protected by a passphrase",
                "use one without: a service has nobody to ask"
            )
        case .recipientInvalid:
            ("age refuses a recipient", "check secrets/recipients.txt")
        case .unknown:
            ("age failed", "try it by hand: age --decrypt --identity FILE, with the secret's file as its input")
        }
    }
}
