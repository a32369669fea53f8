public import BrokerModel

/// Looks through the certificates of a desired state, once its secrets are
/// open and before anything goes to a host.
public struct CertificateReview: Sendable {
    public let certificates: [ReviewedCertificate]
    private let position: SourcePosition

    /// - Parameters:
    ///   - secrets: the opened secrets. One that is missing is not reviewed; who
    ///     needs it reports that.
    ///   - moment: now, by which certificates have expired.
    public init(of desired: DesiredState, secrets: [SecretName: Secret], at moment: Timestamp) {
        let broker = desired.broker
        position = broker.source
        func review(_ source: TextSource?, _ field: String, names: [String]) -> ReviewedCertificate? {
            let text: Secret? =
                switch source {
                case .literal(let text)?: Secret(text)
                case .secret(let name)?: secrets[name]
                case nil: nil
                }
            return text.map {
                ReviewedCertificate($0, field: field, secret: source?.secretName, names: names, at: moment)
            }
        }
        certificates = [
            review(
                broker.loadBalancer.settings?.certificate, "loadBalancer.certificate",
                names: Self.names(of: broker)),
            // Under which name the management host is opened, nothing says.
            review(broker.traefik.certificate, "traefik.certificate", names: []),
        ].compactMap { $0 }
    }

    /// Everything that is worth a word and no error.
    ///
    /// - Parameter steps: of the plan. A certificate that none of them puts on
    ///   a host may have expired: it is in use already, and other changes must
    ///   go on.
    public func warnings(about steps: [Step]) -> [Diagnostic] {
        certificates.flatMap { certificate in
            diagnostics(of: certificate, .warning) { problem in
                problem.weight == .warning
                    || problem.weight == .untimely && !certificate.isPut(onHostsBy: steps)
            }
        }
    }

    /// Everything there is to say, wherever the certificates are already: errors
    /// would keep them from being put on a host today.
    public var diagnostics: [Diagnostic] {
        certificates.flatMap { certificate in
            diagnostics(of: certificate, .error) { $0.weight != .warning }
                + diagnostics(of: certificate, .warning) { $0.weight == .warning }
        }
    }

    /// Makes sure that no certificate goes to a host that its clients could not
    /// use.
    ///
    /// - Throws: `desired-state-invalid` with a line for everything that is wrong.
    public func check(_ steps: [Step]) throws(Failure) {
        let errors = certificates.flatMap { certificate in
            diagnostics(of: certificate, .error) { problem in
                problem.weight == .error
                    || problem.weight == .untimely && certificate.isPut(onHostsBy: steps)
            }
        }
        guard !errors.isEmpty else { return }
        throw Failure(
            .desiredStateInvalid, attempted: "check the certificates", on: "desired state",
            response: errors.sorted().map(\.description).joined(separator: "\n"))
    }

    // MARK: - Parts

    /// The names clients use: the public one, and that the antiloop containers
    /// publish to where it is another.
    private static func names(of broker: BrokerSettings) -> [String] {
        var names = ["globalbroker." + broker.domain]
        // One that is a secret must not show up in a message.
        if case .literal(let url) = broker.publish.broker, let host = host(of: url), host != names[0] {
            names.append(host)
        }
        return names
    }

    /// The host of a broker's URL; an address in square brackets without them.
    private static func host(of url: String) -> String? {
        guard let scheme = url.firstRange(of: "://") else { return nil }
        let authority = url[scheme.upperBound...].prefix { $0 != "/" }
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        if host.hasPrefix("[") { return String(host.dropFirst().prefix { $0 != "]" }) }
        return host.prefix { $0 != ":" }.lowercased()
    }

    private func diagnostics(
        of certificate: ReviewedCertificate, _ severity: Diagnostic.Severity,
        where isMeant: (CertificateProblem) -> Bool
    ) -> [Diagnostic] {
        let place = certificate.secret.map { "\(certificate.field), the secret \"\($0)\"" } ?? certificate.field
        return certificate.problems.filter(isMeant).map { problem in
            Diagnostic(severity, at: position, "\(place): the certificate \(problem.message)", hint: problem.hint)
        }
    }
}
