import BrokerModel

/// The managed load balancers: the same HAProxy on each, whichever bears the
/// virtual address.
struct LoadBalancerPair {
    let facts: FleetFacts
    private let certificate: PEMText
    private let dashboardClients: [AddressRange]

    /// Nil where another load balancer serves the ports, and after a finding.
    init?(_ facts: FleetFacts, _ findings: inout Findings) {
        guard let settings = facts.settings.loadBalancer.settings else { return nil }
        self.facts = facts
        dashboardClients = findings.ranges(
            settings.dashboardAllowedFrom, "loadBalancer.dashboardAllowedFrom", at: facts.source)
        let certificate = findings.pem(settings.certificate, for: "loadBalancer.certificate", at: facts.source)
        guard let certificate else { return nil }
        self.certificate = certificate
    }

    /// Those the configuration has.
    var backends: [BrokerBackend] {
        BrokerBackend.allCases.filter { $0 != .dashboard || !dashboardClients.isEmpty }
    }

    func add(to assembly: inout HostAssembly) {
        let origin = Origin(facts.source, "load balancer of ports 443 and 8883")
        let directory = PlacedDirectory(path: Self.directory, address: nil)
        let certificates = assembly.directory(
            directory.path.appending("certs"), Self.owner.ownership(mode: 0o750), origin)
        let name = facts.domain.globalBroker.text + ".pem"
        let pem = assembly.file(
            name, in: certificates, certificate.contents, ownedBy: Self.owner, check: .haproxyCertificate,
            origin.reason("certificate the broker's clients see"))
        let written = HAProxyConfiguration(host: assembly.host, facts: facts, dashboardClients: dashboardClients)
        let configuration = written.configuration
        let file = assembly.file(
            "haproxy.cfg", in: directory, ConfidentialText(configuration.text),
            ownedBy: FileOwner(user: .root, group: "root"), check: .haproxy, replacesPackageDefault: true,
            // The check reads the certificate.
            after: [pem], origin)
        let specification = HAProxySpecification(
            configuration: configuration.description,
            loadedFiles: [certificates.path.appending(name).text: certificate.contents.startupDigest],
            runtime: written.runtime)
        assembly.process(
            "configuration", specification, after: [file, pem],
            redundancy: Redundancy(role: .loadBalancer, set: "loadbalancer"), origin)
    }

    private static let directory = AbsolutePath(unchecked: "/etc/haproxy")
    private static let owner = FileOwner(user: .root, group: "haproxy")
}
