package import BrokerModel

extension Shape where Value == CentreID {
    package static var centreID: Shape {
        .text(pattern: "^[a-z]+(-[a-z0-9]+)+$", inTheClear: .centreID) { text throws(Refusal) in
            guard let centre = CentreID(text) else {
                let lowercase = text.lowercased().replacing("_", with: "-")
                throw Refusal(
                    "\(text.quoted) is no centre-id: small letters, then parts of small letters and digits, joined by "
                        + "hyphens, at most \(CentreID.maximumLength) characters",
                    hint: CentreID(lowercase).map { "did you mean \($0.text.quoted)?" })
            }
            return centre
        }
    }
}

extension Shape where Value == HostName {
    package static var hostName: Shape {
        .text(pattern: HostName.pattern, inTheClear: .hostName) { text throws(Refusal) in try HostName.checked(text) }
    }
}

extension HostName {
    package static let pattern = "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"

    package static func checked(_ text: String) throws(Refusal) -> HostName {
        guard let name = HostName(text) else {
            throw Refusal(
                "\(text.quoted) is no host name: small letters, digits and inner hyphens, at most 63",
                hint: HostName(text.lowercased()).map { "did you mean \($0.text.quoted)?" })
        }
        guard !ResourceAddress.brokerScopes.contains(text) else {
            throw Refusal("\(text.quoted) cannot name a host: it stands for things of the whole broker in plans")
        }
        return name
    }
}

extension Shape where Value == SecretName {
    package static var secretName: Shape {
        .text(pattern: "^[a-z0-9][a-z0-9._-]*$", inTheClear: .secretName) { text throws(Refusal) in
            guard let name = SecretName(text) else {
                let stem = text.hasSuffix(".age") ? String(text.dropLast(4)) : text.lowercased()
                throw Refusal(
                    "\(text.quoted) is no name of a secret: small letters, digits, dots, underscores and hyphens, "
                        + "at most 64",
                    hint: SecretName(stem).map { "did you mean \($0.text.quoted)?" })
            }
            guard !text.hasSuffix(".age") else {
                throw Refusal("\(text.quoted) ends in .age", hint: "write \(String(text.dropLast(4)).quoted)")
            }
            return name
        }
    }
}

extension Shape where Value == ImageReference {
    /// An image; one without a fixed version is accepted with a warning.
    package static var image: Shape {
        let plain = Shape.text(pattern: "^[a-z0-9][^\\s\"']*$", inTheClear: .image) { text throws(Refusal) in
            guard let image = ImageReference(text) else {
                throw Refusal("\(text.quoted) is no image reference such as golfvert/wis2gb:2.0.6")
            }
            return image
        }
        return plain.checked { image, node, findings in
            guard !image.text.contains("@"), image.tag == nil || image.tag == "latest" else { return }
            findings.warning(
                "\(image.text.quoted) names no fixed version: what it means can change without a commit", at: node,
                hint: "name a version, as in \(image.repository.excerpt):1.2.3")
        }
    }
}

extension Shape where Value == String {
    /// The broker's own DNS domain.
    package static var domain: Shape {
        .text(pattern: "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", inTheClear: .domain) { text throws(Refusal) in
            guard DNSName.isValid(text), text == text.lowercased(), text.contains("."), text.utf8.count <= 240 else {
                let lowercase = text.lowercased()
                throw Refusal(
                    "\(text.quoted) is no DNS domain such as example.org, in small letters",
                    hint: DNSName.isValid(lowercase) && lowercase != text ? "did you mean \(lowercase.quoted)?" : nil)
            }
            guard !text.hasPrefix("globalbroker.") else {
                throw Refusal(
                    "\(text.quoted) already says globalbroker: the broker answers as globalbroker.<domain>",
                    hint: "write \(String(text.dropFirst("globalbroker.".count)).quoted)")
            }
            return text
        }
    }

    /// The name of a user of a host.
    package static var accountName: Shape {
        .text(pattern: "^[a-z_][a-z0-9_-]{0,31}$", inTheClear: .account) { text throws(Refusal) in
            let bytes = text.utf8
            guard (1...32).contains(bytes.count), let first = bytes.first,
                first.isLowercaseLetter || first == UInt8(ascii: "_"),
                bytes.allSatisfy({
                    $0.isLowercaseLetter || $0.isDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
                })
            else {
                throw Refusal(
                    "\(text.quoted) is no user name: small letters, digits, underscores and hyphens, at most 32, "
                        + "not starting with a digit or a hyphen")
            }
            return text
        }
    }
}

extension Shape where Value == AbsolutePath {
    /// A home directory; narrower than any path, because it goes into mounts
    /// (`source:target`), compose files and shell commands.
    package static var homeDirectory: Shape {
        .text(pattern: "^(/[A-Za-z0-9._-]+)+$", inTheClear: .path) { text throws(Refusal) in
            let isPlain = text.utf8.allSatisfy { byte in
                byte.isLetter || byte.isDigit || "/._-".utf8.contains(byte)
            }
            guard isPlain, let path = AbsolutePath(text) else {
                throw Refusal("\(text.quoted) is no home directory such as /home/gb")
            }
            return path
        }
    }
}

extension Shape where Value == CalendarDate {
    package static var date: Shape {
        .text(pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", inTheClear: .date) { text throws(Refusal) in
            guard let date = CalendarDate(text) else {
                throw Refusal("\(text.quoted) is no date such as 2026-12-31")
            }
            return date
        }
    }
}
