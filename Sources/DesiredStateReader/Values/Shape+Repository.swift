import BrokerModel

/// The parts of a Debian repository's description (sources.list(5), deb822).
extension Shape where Value == String {
    package static var repositoryURL: Shape {
        .text(pattern: "^(https?://|file:/)[^\\s@]+$") { text throws(Refusal) in
            // First and without quoting: what stands there may be a password.
            guard !text.contains("@") else {
                throw Refusal("the URL holds user information or an @", hint: "apt reads passwords from apt_auth.conf(5)")
            }
            guard text.utf8.count <= 1024, ["http://", "https://", "file:/"].contains(where: text.hasPrefix),
                text.utf8.allSatisfy({ $0.isLetter || $0.isDigit || "-._~:/[]%+".utf8.contains($0) }),
                let first = text.split(separator: "/").dropFirst().first, !first.isEmpty
            else { throw Refusal("\(text.quoted) is no http, https or file URL of a package repository") }
            return text
        }
    }

    package static var suite: Shape { .repositoryWord(marks: "-._~+/", "suite such as bookworm or ./") }

    package static var component: Shape { .repositoryWord(marks: "-._/", "component such as main") }

    private static func repositoryWord(marks: String, _ meaning: String) -> Shape {
        .text(pattern: "^[A-Za-z0-9._~+/-]+$") { text throws(Refusal) in
            guard (1...200).contains(text.utf8.count), !text.hasPrefix("-"), !text.hasPrefix("/"),
                !text.contains(".."),
                text.utf8.allSatisfy({ $0.isLetter || $0.isDigit || marks.utf8.contains($0) })
            else { throw Refusal("\(text.quoted) is no \(meaning)") }
            return text
        }
    }

    /// An armored public key (RFC 9580, section 6.2).
    package static var openPGPKey: Shape {
        .text { text throws(Refusal) in
            let lines = text.split(whereSeparator: \.isNewline)
            guard text.utf8.count <= 65_536, lines.first == "-----BEGIN PGP PUBLIC KEY BLOCK-----",
                lines.last == "-----END PGP PUBLIC KEY BLOCK-----", lines.count > 2,
                lines.dropFirst().dropLast().allSatisfy({ line in
                    line.utf8.allSatisfy { (0x20..<0x7F).contains($0) } && !line.hasPrefix("-----")
                })
            else {
                throw Refusal("expected one armored public OpenPGP key", hint: "gpg --armor --export KEY prints it")
            }
            return text
        }
    }
}
