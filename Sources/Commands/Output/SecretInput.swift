import BrokerModel
import Glibc
import Secrets

/// Reads the value of a secret from standard input.
enum SecretInput {
    static func read(_ name: SecretName) throws -> Secret {
        guard isatty(0) == 1 else { return try value(readAll(), name) }
        let first = try HiddenLine.ask("Value of \(name): ")
        guard try HiddenLine.ask("The same again: ") == first else {
            throw refusal("set a secret", name, "the two values are not the same; nothing was changed", nil)
        }
        return try value(first, name)
    }

    /// - Throws: when the bytes are no value a secret can have.
    static func value(_ bytes: [UInt8], _ name: SecretName) throws -> Secret {
        let bytes = bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...]
        guard !bytes.isEmpty else {
            throw refusal("set a secret", name, "the value is empty", "give it on standard input")
        }
        guard bytes.count <= AgeSecrets.maximumSize else {
            throw refusal("set a secret", name, "the value is longer than \(AgeSecrets.maximumSize) bytes", nil)
        }
        guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
            throw refusal("set a secret", name, "the value is not text in UTF-8", "binary values are not used anywhere")
        }
        return Secret(text)
    }

    private static func readAll() throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        // One more than can be kept tells that it is too long.
        while bytes.count <= AgeSecrets.maximumSize + 1 {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(0, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw Failure(
                    .usage, attempted: "read the value", on: "standard input",
                    response: String(cString: strerror(errno)))
            }
            if count == 0 { break }
            bytes += buffer.prefix(count)
        }
        return bytes
    }

    private static func refusal(
        _ attempted: String, _ name: SecretName, _ response: String, _ remedy: String?
    ) -> Failure {
        Failure(.usage, attempted: attempted, on: name.text, response: response, remedy: remedy)
    }
}
