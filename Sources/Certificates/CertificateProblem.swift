import BrokerModel

/// Something that is wrong with a certificate, in words that show none of the
/// private key.
struct CertificateProblem: Hashable {
    enum Weight {
        /// It can be used; somebody should look.
        case warning
        /// It cannot be used.
        case error
        /// It cannot be used at this time. Where it is in use already, it stays
        /// there: that it has expired is no reason to leave everything else
        /// undone.
        case untimely
    }

    let weight: Weight

    /// What follows on "the certificate".
    let message: String

    /// What to do about it.
    let hint: String?

    init(_ weight: Weight, _ message: String, hint: String? = nil) {
        self.weight = weight
        self.message = message
        self.hint = hint
    }
}
