import BrokerModel
import DesiredStateReader

extension Shape where Value == ServerSettings {
    /// The section `server`.
    static var serverSettings: Shape {
        .mapping { fields in
            ServerSettings(
                socket: fields.optional(
                    "socket", .socketPath, "The Unix socket on which local commands find the service."),
                listen: fields.optional(
                    "listen", .listenAddress, "ADDRESS:PORT for API, page, probes and webhooks; nowhere when left out.")
            )
        }
    }
}

extension Shape where Value == String {
    /// The kernel takes 107 bytes (unix(7)); relative ones still grow.
    fileprivate static var socketPath: Shape {
        .text { text throws(Refusal) in
            guard !text.isEmpty, text.utf8.count <= 107, !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
                throw Refusal("\(text.quoted) is no path of a socket", hint: "a path of at most 107 bytes (unix(7))")
            }
            return text
        }
    }
}

extension Shape where Value == ListenAddress {
    fileprivate static var listenAddress: Shape {
        .text(pattern: "^[^\\s/@]+:[0-9]{1,5}$") { text throws(Refusal) in
            let parts = try HostAndPort.split(text[...], of: text)
            guard let port = parts.port, IPAddress(parts.host) != nil else {
                throw Refusal("\(text.quoted) is no address with a port", hint: "write \"127.0.0.1:8420\"")
            }
            return ListenAddress(host: parts.host, port: port)
        }
    }
}
