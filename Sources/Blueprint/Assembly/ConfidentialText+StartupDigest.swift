import BrokerModel

extension ConfidentialText {
    /// What stands for a file's content in the specification of a process that
    /// reads it when it starts. The digest of a secret text is secret too: it
    /// could be tested against guesses.
    var startupDigest: ConfidentialText {
        let digest = withRevealed { Digest(of: $0).hexadecimal }
        return isConfidential ? ConfidentialText(Secret(digest)) : ConfidentialText(digest)
    }
}
