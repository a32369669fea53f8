public import BrokerModel

/// The last whole look at a host in a form that may leave the installation: nothing
/// in it is secret, and no text of a file.
public struct PortableLook: Codable, Sendable, Equatable {
    /// When the host was seen so, in the form of RFC 3339.
    public var seenAt: String

    /// The form of ``text``.
    var format: Int
    var text: String

    /// - Parameter seal: closes what a resource may hold.
    public init(
        _ look: RememberedLook, seenAt: Timestamp, closing seal: (ResourceAddress) -> ObservationSeal
    ) throws {
        var host = look.host
        host.texts = [:]
        self.seenAt = seenAt.description
        format = KeptHost.format
        text = try KeptHost.text(of: host, asked: look.absent.sorted(), closing: seal)
    }
}

extension LedgerStore {
    /// Takes looks of another installation for the last ones of this ledger, which is
    /// empty.
    ///
    /// - Parameters:
    ///   - failures: why hosts were not reached after that.
    ///   - key: under which the looks are closed; this ledger's own.
    /// - Throws: ``Failure`` with `exportUnusable`.
    public func adopt(
        _ looks: [HostName: PortableLook], failures: [HostName: (at: Timestamp, failure: Failure)], key: [UInt8]
    ) async throws {
        let seal = ObservationSeal(key: key)
        try await write("take over what was exported") { transaction in
            for (name, look) in looks.sorted(by: { $0.key < $1.key }) {
                guard look.format == KeptHost.format, let seenAt = Timestamp(look.seenAt),
                    let read = KeptHost.read(look.text, of: name, opening: seal)
                else {
                    throw Failure(
                        .exportUnusable, attempted: "take over what was exported", on: name.text,
                        response: "it is not of the form that this program writes",
                        remedy: "use the same version of isobar on both sides")
                }
                _ = try transaction.record(read.host, at: seenAt, key: key)
                try transaction.keep(look.text, of: name, at: seenAt)
                try transaction.cover(name, at: seenAt, failure: nil)
            }
            for (name, last) in failures.sorted(by: { $0.key < $1.key }) {
                try transaction.cover(name, at: last.at, failure: last.failure)
            }
        }
    }
}
