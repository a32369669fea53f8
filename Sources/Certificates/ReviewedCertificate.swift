public import BrokerModel
import FoundationEssentials
import X509

/// One certificate of a desired state and what is wrong with it.
public struct ReviewedCertificate: Sendable {
    /// The key it stands under: `loadBalancer.certificate`.
    public let field: String

    /// Nil when it stands in the repository in the clear.
    public let secret: SecretName?

    /// The names it is valid for; empty when it cannot be read.
    public let names: [String]

    /// From when to when it is valid, both included; nil when it cannot be read.
    public let validity: ClosedRange<Timestamp>?

    let problems: [CertificateProblem]

    /// A line of the certificate's own block, by which a file that holds it is
    /// known. A secret, as nobody knows what stands there if it is no certificate.
    private let mark: Secret?

    /// Days until it expires, rounded down; negative when it has.
    public func daysLeft(at moment: Timestamp) -> Int? {
        validity.map { Self.days(from: moment, to: $0.upperBound) }
    }

    /// Whether one of the steps of a plan puts it on a host. If none does, and all
    /// hosts answered, it is what they have.
    public func isPut(onHostsBy steps: [Step]) -> Bool {
        steps.contains { ($0.specification as? FileSpecification).map { isPart(of: $0.contents) } ?? false }
    }

    /// Whether a file with this text holds the certificate.
    private func isPart(of text: ConfidentialText) -> Bool {
        guard let mark else { return false }
        return mark.withRevealed { line in text.withRevealed { $0.contains(line) } }
    }

    /// - Parameters:
    ///   - text: certificate, chain and key in PEM.
    ///   - names: the names by which clients reach what shows it; it must cover
    ///     the first that is there, and should cover all.
    init(_ text: Secret, field: String, secret: SecretName?, names wanted: [String], at moment: Timestamp) {
        self.field = field
        self.secret = secret
        let (chain, mark) = text.withRevealed { text in
            let block = PEMBlock.blocks(of: text).first(where: \.isCertificate)
            // The first lines name the issuer, which the next certificate does too.
            return (
                CertificateChain(text), block?.text.split(separator: "\n").dropLast().last.map { Secret(String($0)) }
            )
        }
        self.mark = mark
        names = chain.leaf?.coveredNames ?? []
        validity = chain.leaf.flatMap(Self.validity)
        var problems = chain.problems
        if let leaf = chain.leaf {
            problems += Self.problems(of: leaf, covering: wanted)
            problems += Self.problems(of: chain.certificates, at: moment)
        }
        self.problems = problems
    }

    // MARK: - Names

    private static func problems(of leaf: Certificate, covering wanted: [String]) -> [CertificateProblem] {
        let missing = wanted.filter { !leaf.covers($0) }
        guard !missing.isEmpty else { return [] }
        let covered = leaf.coveredNames
        let names = covered.isEmpty ? "no name at all (subjectAltName)" : "only \(covered.joined(separator: ", "))"
        let message = "does not cover \(missing.joined(separator: ", ")), where clients connect to: it covers \(names)"
        return [
            missing.count < wanted.count
                ? CertificateProblem(.warning, message)
                : CertificateProblem(
                    .error, message, hint: "the name comes from domain and publish.broker in broker.yaml")
        ]
    }

    // MARK: - Dates

    /// Below this, there is a warning: time for one more try after a renewal
    /// that failed.
    static let warningDays = 21

    private static func problems(of chain: [Certificate], at moment: Timestamp) -> [CertificateProblem] {
        chain.enumerated().compactMap { index, certificate in
            guard let validity = validity(of: certificate) else {
                return CertificateProblem(.error, "has dates that no calendar has")
            }
            let (weight, which): (CertificateProblem.Weight, String) =
                index == 0 ? (.untimely, "") : (.warning, "has a chain whose certificate \(index + 1) ")
            if moment < validity.lowerBound {
                return CertificateProblem(
                    weight, "\(which)is not valid before \(day(validity.lowerBound))",
                    hint: "or the clock here is wrong")
            }
            if moment > validity.upperBound {
                return CertificateProblem(weight, "\(which)expired on \(day(validity.upperBound))", hint: renewal)
            }
            let days = days(from: moment, to: validity.upperBound)
            guard days < warningDays else { return nil }
            return CertificateProblem(
                .warning,
                "\(which)expires \(days == 0 ? "today" : days == 1 ? "in 1 day" : "in \(days) days"), "
                    + "on \(day(validity.upperBound))",
                hint: renewal)
        }
    }

    private static let renewal = "renew it: isobar secret set, commit, isobar apply"

    private static func validity(of certificate: Certificate) -> ClosedRange<Timestamp>? {
        let first = timestamp(certificate.notValidBefore)
        let last = timestamp(certificate.notValidAfter)
        return first <= last ? first...last : nil
    }

    private static func timestamp(_ date: Date) -> Timestamp {
        Timestamp(seconds: Int64(date.timeIntervalSince1970))
    }

    private static func day(_ moment: Timestamp) -> String { moment.date?.description ?? moment.description }

    private static func days(from moment: Timestamp, to end: Timestamp) -> Int {
        let seconds = (end - moment).components.seconds
        return Int(seconds >= 0 ? seconds / 86_400 : -1 - (-seconds - 1) / 86_400)
    }
}
