import BrokerModel

extension HostAccess.Transport {
    /// The implementations themselves, without the choice between them.
    static let real: [Self] = [.libssh2, .openssh]
}
