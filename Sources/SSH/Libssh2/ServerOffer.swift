internal import Glibc

/// What a server offers for the key exchange (RFC 4253, 7.1), read from its
/// first packet, which is not encrypted.
///
/// libssh2 says only that there was nothing in common; this tells what.
struct ServerOffer: Equatable {
    let keyExchanges: [String]
    let hostKeys: [String]
    let ciphers: [String]
    let macs: [String]

    /// From the bytes a server sends first: lines of text, the last of which
    /// starts with `SSH-`, then a packet (RFC 4253, 4.2 and 6). `nil` as long as
    /// not all of it has come, or when it is something else.
    init?(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while true {
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            let isVersion = rest.starts(with: Array("SSH-".utf8))
            rest = rest[(end + 1)...]
            if isVersion { break }
        }
        var reader = SSHWireReader(rest)
        guard let length = reader.integer(), length <= 35_000, let packet = reader.bytes(Int(length)) else {
            return nil
        }
        // The padding's length, SSH_MSG_KEXINIT, the cookie.
        var body = SSHWireReader(packet)
        guard body.bytes(1) != nil, body.bytes(1)?.first == 20, body.bytes(16) != nil else { return nil }
        var lists: [[String]] = []
        for _ in 0..<8 {
            guard let list = body.string() else { return nil }
            lists.append(String(decoding: list, as: UTF8.self).split(separator: ",").map(String.init))
        }
        // Ciphers and MACs are listed for each direction; servers offer the
        // same for both.
        (keyExchanges, hostKeys, ciphers, macs) = (lists[0], lists[1], lists[2], lists[4])
    }

    /// Asks a server on a connection of its own.
    static func ask(_ address: String, port: UInt16, _ patience: Patience) -> ServerOffer? {
        guard let descriptor = try? TCPConnector.connect(to: address, port: port, patience) else { return nil }
        let socket = SocketBuffers(descriptor: descriptor)
        let greeting = Array("SSH-2.0-isobar\r\n".utf8)
        _ = greeting.withUnsafeBytes { bytes in bytes.baseAddress.map { socket.take(from: $0, bytes.count) } }
        var bytes: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 8 << 10)
        while bytes.count <= 64 << 10 {
            let count = room.withUnsafeMutableBytes { room in
                room.baseAddress.map { socket.give(to: $0, room.count) } ?? 0
            }
            if count > 0 {
                bytes += room[..<count]
                if let offer = ServerOffer(bytes) { return offer }
                continue
            }
            guard !socket.isEnded, (try? socket.flush()) != nil,
                (try? patience.wait(for: descriptor, socket.interest)) != nil, (try? socket.fill()) != nil
            else { return nil }
        }
        return nil
    }

    /// Where it has nothing of what libssh2 may negotiate, in a clause; empty
    /// when it has something everywhere.
    func missing(hostKeys wanted: [String]) -> String {
        let kinds = [
            ("host keys", wanted, hostKeys),
            ("key exchanges", Libssh2Session.keyExchanges, keyExchanges),
            ("ciphers", Libssh2Session.ciphers, ciphers),
            ("MACs", Libssh2Session.macs, macs),
        ]
        return kinds.filter { Set($0.1).isDisjoint(with: $0.2) }
            .map { "its \($0.0) are \($0.2.joined(separator: ", "))" }
            .joined(separator: "; ")
    }
}
