public import BrokerModel
import Subprocess

/// Opens and seals secrets through the `age` program (https://age-encryption.org/v1).
///
/// Clear text passes through pipes only: it is never on a disk, in an argument
/// list or in an environment, and never part of an error.
public struct AgeSecrets: Sendable {
    private let identityFile: String

    /// How many `age` processes run at the same time.
    private static let processesAtOnce = 4

    /// The longest clear text of a secret, in bytes.
    public static let maximumSize = 64 * 1024

    /// - Parameter identityFile: the age identity (`AGE-SECRET-KEY-1…`) or SSH
    ///   private key that opens the secrets.
    public init(identityFile: String) {
        self.identityFile = identityFile
    }

    /// Opens one secret. The value is the text without one final line break,
    /// which editors and `echo` add.
    ///
    /// - Parameter name: for messages.
    /// - Throws: ``Failure`` with `secretUnavailable`.
    public func decrypt(_ ciphertext: [UInt8], name: String) async throws -> Secret {
        let result: ExecutionResult<Void, BytesOutput, StringOutput<UTF8>>
        do {
            result = try await run(
                .name("age"), arguments: ["--decrypt", "--identity", identityFile],
                input: .array(ciphertext), output: .bytes(limit: Self.maximumSize + 1), error: .string(limit: 4096))
        } catch {
            throw Self.notRun("open a secret", name, error)
        }
        guard result.terminationStatus.isSuccess else {
            throw Failure(
                .secretUnavailable, attempted: "open a secret", on: "secrets/\(name).age",
                response: Self.words(of: result.standardError),
                remedy: "the identity \(identityFile) must belong to one of secrets/recipients.txt: "
                    + "seal the secret again for it, or use the identity it was sealed for")
        }
        return try Self.secret(result.standardOutput, name: name)
    }

    /// Opens many secrets, a few at a time.
    ///
    /// - Throws: the first failure; nothing is opened in part.
    public func decrypt(_ secrets: [(name: String, ciphertext: [UInt8])]) async throws -> [String: Secret] {
        try await withThrowingTaskGroup(of: (String, Secret).self) { group in
            var waiting = secrets[...]
            func startOne() {
                guard let (name, ciphertext) = waiting.popFirst() else { return }
                group.addTask { (name, try await decrypt(ciphertext, name: name)) }
            }
            for _ in 0..<Self.processesAtOnce { startOne() }
            var opened: [String: Secret] = [:]
            while let (name, secret) = try await group.next() {
                opened[name] = secret
                startOne()
            }
            return opened
        }
    }

    /// Seals a secret for all recipients.
    ///
    /// - Throws: ``Failure`` with `secretUnavailable`.
    public static func encrypt(_ secret: Secret, for recipients: [Recipient], name: String) async throws -> [UInt8] {
        let bytes = secret.withRevealed { Array($0.utf8) }
        guard bytes.count <= maximumSize else { throw tooLong(name) }
        let arguments = ["--encrypt", "--armor"] + recipients.flatMap { ["--recipient", $0.text] }
        let result: ExecutionResult<Void, BytesOutput, StringOutput<UTF8>>
        do {
            result = try await run(
                .name("age"), arguments: Arguments(arguments), input: .array(bytes),
                output: .bytes(limit: 4 * maximumSize), error: .string(limit: 4096))
        } catch {
            throw notRun("seal a secret", name, error)
        }
        guard result.terminationStatus.isSuccess else {
            throw Failure(
                .secretUnavailable, attempted: "seal a secret", on: "secrets/\(name).age",
                response: words(of: result.standardError), remedy: "check secrets/recipients.txt")
        }
        return result.standardOutput
    }

    private static func secret(_ bytes: [UInt8], name: String) throws -> Secret {
        guard bytes.count <= maximumSize else { throw tooLong(name) }
        let text = bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...]
        guard let value = String(validating: text, as: UTF8.self), !value.utf8.contains(0) else {
            throw Failure(
                .secretUnavailable, attempted: "open a secret", on: "secrets/\(name).age",
                response: "it is not text in UTF-8", remedy: "seal text; binary values are not used anywhere")
        }
        return Secret(value)
    }

    private static func tooLong(_ name: String) -> Failure {
        Failure(
            .secretUnavailable, attempted: "use a secret", on: "secrets/\(name).age",
            response: "it is longer than \(maximumSize) bytes")
    }

    private static func notRun(_ attempted: String, _ name: String, _ error: any Error) -> Failure {
        Failure(
            .secretUnavailable, attempted: attempted, on: "secrets/\(name).age",
            response: "the program age could not be run, or its output was too long",
            remedy: "install it: apt install age")
    }

    /// What `age` said, in one line. It repeats neither clear text nor keys.
    private static func words(of output: String?) -> String {
        let line = (output ?? "").split(whereSeparator: \.isNewline).first { !$0.hasPrefix("age: report") }
        return String((line ?? "age failed and said nothing").prefix(300).filter { !$0.isNewline })
    }
}
