import BrokerModel

/// A password that `chpasswd` and `pcs host auth` can read from one line.
struct ClusterPassword {
    let text: ConfidentialText

    init(_ secret: Secret) throws(Refusal) {
        let secret = secret.withoutFinalLineBreak
        let isOneLine = secret.withRevealed { text in
            (1...512).contains(text.utf8.count) && !text.utf8.contains { $0.isControl }
        }
        guard isOneLine else { throw Refusal("is not one line of 1 to 512 bytes without control characters") }
        text = ConfidentialText(secret)
    }
}
