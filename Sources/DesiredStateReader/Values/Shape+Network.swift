import BrokerModel

extension Shape where Value == String {
    /// An address hosts can be reached under.
    package static var address: Shape {
        .text(pattern: "^[0-9A-Fa-f:.]+$", inTheClear: .address) { text throws(Refusal) in
            guard let address = IPAddress(text) else {
                throw Refusal(
                    "\(text.quoted) is no IPv4 or IPv6 address",
                    hint: DNSName.isValid(text) ? "names are not looked up: write the address" : nil)
            }
            guard address.isUnicast else { throw Refusal("\(text.quoted) is an address no host can have") }
            return text
        }
    }

    /// A range of addresses in CIDR notation.
    package static var addressRange: Shape {
        .text(pattern: "^[0-9A-Fa-f:.]+/[0-9]{1,3}$", inTheClear: .addressRange) { text throws(Refusal) in
            _ = try AddressRange(text)
            return text
        }
    }

    package static var hostKey: Shape {
        .text(pattern: "^(ssh-|ecdsa-)\\S+ [A-Za-z0-9+/]+=*$", inTheClear: .hostKey) { text throws(Refusal) in
            try HostKey.check(text)
            return text
        }
    }

    /// The name of a network interface (15 bytes in the Linux kernel).
    package static var interface: Shape {
        .text(pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$", inTheClear: .interface) { text throws(Refusal) in
            let bytes = text.utf8
            guard (1...15).contains(bytes.count), let first = bytes.first, first.isLetter || first.isDigit,
                bytes.allSatisfy({ $0.isLetter || $0.isDigit || "._-".utf8.contains($0) })
            else { throw Refusal("\(text.quoted) is no network interface such as eth0, at most 15 characters") }
            return text
        }
    }

    /// `host:port`, both given.
    package static var hostAndPort: Shape {
        .text(pattern: "^[^\\s/@]+:[0-9]{1,5}$") { text throws(Refusal) in
            guard try HostAndPort.split(text[...], of: text).port != nil else {
                throw Refusal("\(text.quoted) names no port", hint: "write \((text + ":PORT").quoted)")
            }
            return text
        }
    }

    package static var brokerURL: Shape {
        .text(pattern: "^(mqtts?|wss?)://[^\\s@]+$") { text throws(Refusal) in
            guard text.utf8.count <= 1024 else { throw Refusal("a broker URL has at most 1024 characters") }
            _ = try BrokerURL(text)
            return text
        }
    }

    package static var topicFilter: Shape {
        .text(pattern: "^[A-Za-z0-9_.:/+#-]+$") { text throws(Refusal) in
            try TopicFilter.check(text)
            return text
        }
    }
}

extension Shape where Value == Int {
    package static var port: Shape { .integer(1...65535) }
}
