import BrokerModel
import Foundation
import Testing

@testable import Certificates

/// A desired state of which only the certificates matter.
enum Broker {
    static func desired(
        domain: String = "example.org", publishes: TextSource = .literal("mqtts://globalbroker.example.org:8883"),
        traefik: TextSource? = nil
    ) throws -> DesiredState {
        let image = try #require(ImageReference("image:1"))
        let source = SourcePosition(file: "broker.yaml", line: 3)
        return DesiredState(
            broker: BrokerSettings(
                centreID: try #require(CentreID("xa-test-global-broker")), domain: domain,
                publish: PublishTarget(broker: publishes, username: .literal("u"), password: .literal("p")),
                loadBalancer: .managed(
                    LoadBalancerSettings(
                        virtualAddress: "192.168.77.100", certificate: .secret(try name("certificate")),
                        clusterPassword: .literal("x"))),
                emqx: EMQXSettings(cookie: .literal("c"), dashboardPassword: .literal("d")),
                traefik: TraefikSettings(certificate: traefik), source: source),
            hosts: [],
            versions: Versions(antiloop: image, emqx: image, redis: image, traefik: image, prometheus: image))
    }

    static func name(_ text: String) throws -> SecretName { try #require(SecretName(text)) }

    /// What is said of a secret `certificate` that holds `pem`.
    static func review(
        _ pem: String, in desired: DesiredState? = nil, after: Duration = .zero
    ) throws -> CertificateReview {
        let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970) + 5)
        return CertificateReview(
            of: try desired ?? self.desired(), secrets: [try name("certificate"): Secret(pem)],
            at: now - (.zero - after))
    }

    /// A step that writes a file with this text.
    static func putting(_ pem: String) throws -> Step {
        let path = try #require(AbsolutePath("/etc/haproxy/certs/globalbroker.example.org.pem"))
        let resource = ResourceAddress(
            scope: "wlb01", kind: FileSpecification.kind, name: String(path.text.dropFirst()))
        return Step(
            id: StepID("1"), resource: resource, action: .update, verb: StepVerb.put, cause: .pending, reason: "",
            specification: FileSpecification(
                path: path, contents: ConfidentialText(Secret(pem)),
                ownership: FileOwnership(owner: "root", group: "haproxy", mode: 0o640)))
    }
}

extension CertificateReview {
    /// What `check` throws, word for word; empty when it throws nothing.
    func refusal(of steps: [Step] = []) -> String {
        do throws(Failure) {
            try check(steps)
            return ""
        } catch {
            return "\(error)"
        }
    }

    func spoken(of steps: [Step] = []) -> String { warnings(about: steps).map(\.description).joined(separator: "\n") }
}
