/// What holds for every Traefik.
public struct TraefikSettings: Sendable, Equatable {
    /// CIDR ranges of the clients that are answered.
    public var allowedClients: [String]

    /// htpasswd lines of those who may open the nodes' editors.
    public var adminUsers: TextSource?

    /// PEM: certificate chain and private key of the management host.
    public var certificate: TextSource?

    public init(allowedClients: [String] = [], adminUsers: TextSource? = nil, certificate: TextSource? = nil) {
        self.allowedClients = allowedClients
        self.adminUsers = adminUsers
        self.certificate = certificate
    }
}
