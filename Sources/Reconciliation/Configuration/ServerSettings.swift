/// Where the service is spoken to (`server:`).
public struct ServerSettings: Sendable, Equatable {
    /// The Unix socket of local commands; nil means beside the ledger.
    public var socket: String?

    /// Address and port for the API, the page, probes and webhooks; nil means
    /// nobody listens on the network.
    public var listen: ListenAddress?

    public init(socket: String? = nil, listen: ListenAddress? = nil) {
        self.socket = socket
        self.listen = listen
    }
}
