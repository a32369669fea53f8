import Foundation
import TestSupport
import Testing

/// An authority with one intermediate, made by openssl, and what it issues.
final class Authority: Sendable {
    enum KeyKind: String, CaseIterable, Sendable {
        case rsa = "rsa:2048"
        case p256 = "P-256"
        case p384 = "P-384"
        case p521 = "P-521"
        case ed25519
    }

    let root: String
    let issuer: String
    private let directory: String

    private init(directory: String, root: String, issuer: String) {
        (self.directory, self.root, self.issuer) = (directory, root, issuer)
    }

    /// Made once: all tests read it only.
    static let shared: Result<Authority, any Error> = Result {
        let directory = GitFixture.temporaryDirectory()
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try run(
            """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=Test Root" \
                -keyout root.key -out root.pem
            openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=Test Issuer" \
                -keyout issuer.key -out issuer.csr
            echo "basicConstraints=critical,CA:TRUE" > issuer.ext
            openssl x509 -req -in issuer.csr -CA root.pem -CAkey root.key -days 3000 -extfile issuer.ext -out issuer.pem
            """, in: directory)
        return try Authority(
            directory: directory, root: text("root.pem", in: directory), issuer: text("issuer.pem", in: directory))
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// A certificate of the intermediate, valid from now.
    ///
    /// - Parameter names: as openssl writes them: `DNS:…`, `IP:…`; none for a
    ///   certificate with a common name only.
    func issue(
        _ names: [String] = ["DNS:globalbroker.example.org"], days: Int = 90, key kind: KeyKind = .p256
    ) throws -> Issued {
        let place = directory + "/" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let newKey =
            switch kind {
            case .rsa, .ed25519: kind.rawValue
            default: "ec -pkeyopt ec_paramgen_curve:\(kind.rawValue)"
            }
        let extensions =
            ["basicConstraints=CA:FALSE"] + (names.isEmpty ? [] : ["subjectAltName=" + names.joined(separator: ",")])
        try Self.run(
            """
            openssl req -newkey \(newKey) -nodes -subj "/CN=globalbroker.example.org" -keyout leaf.key -out leaf.csr
            printf '%s\\n' '\(extensions.joined(separator: "' '"))' > leaf.ext
            openssl x509 -req -in leaf.csr -CA ../issuer.pem -CAkey ../issuer.key -days \(days) -extfile leaf.ext \
                -out leaf.pem
            """, in: place)
        return try Issued(
            certificate: Self.text("leaf.pem", in: place), key: Self.text("leaf.key", in: place), directory: place)
    }

    static func run(_ script: String, in directory: String) throws {
        let ended = try SpawnedProgram.run("sh", ["-e", "-c", script], directory: directory)
        try #require(ended.status == 0, "\(String(decoding: ended.errorOutput, as: UTF8.self))")
    }

    static func text(_ name: String, in directory: String) throws -> String {
        try String(contentsOfFile: directory + "/" + name, encoding: .utf8)
    }
}

/// A certificate with its private key.
struct Issued {
    let certificate: String
    let key: String
    let directory: String

    /// The key as `openssl ARGUMENTS -in leaf.key` writes it anew.
    func key(_ arguments: String) throws -> String {
        try Authority.run("openssl \(arguments) -in leaf.key -out other.key", in: directory)
        return try Authority.text("other.key", in: directory)
    }
}
