public import BrokerModel

/// Opens and seals secrets, files of age (https://age-encryption.org/v1).
///
/// Clear text never becomes part of an error.
public struct AgeSecrets: Sendable {
    /// The longest clear text of a secret, in bytes.
    public static let maximumSize = 64 * 1024

    /// How many `age` processes run at the same time.
    static let processesAtOnce = 4

    private let identityFile: String
    private let program: AgeProgram

    /// - Parameter identityFile: the age identity (`AGE-SECRET-KEY-1…`) or SSH
    ///   private key that opens the secrets; without a passphrase.
    public init(identityFile: String) {
        self.init(identityFile: identityFile, program: AgeProgram())
    }

    init(identityFile: String, program: AgeProgram) {
        self.identityFile = identityFile
        self.program = program
    }

    /// Opens one secret.
    ///
    /// The value is the text without one final line break, which editors and
    /// `echo` add. A value that ends in one is sealed with two.
    ///
    /// - Parameter name: for messages.
    /// - Throws: `secretUnavailable` with what to do.
    public func decrypt(_ ciphertext: [UInt8], name: String) async throws(Failure) -> Secret {
        do {
            guard Self.isAgeFile(ciphertext) else { throw AgeProblem.notAnAgeFile }
            let clear = try await program.run(
                ["--decrypt", "--identity", identityFile], input: ciphertext, limit: Self.maximumSize + 1)
            return try Self.secret(clear, name: name)
        } catch let problem as AgeProblem {
            throw problem.failure("open a secret", name, identityFile: identityFile)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw AgeProblem(error).failure("open a secret", name, identityFile: identityFile)
        }
    }

    /// Opens many secrets, a few at a time: all or none.
    ///
    /// - Throws: one failure that names every secret that cannot be opened.
    public func decrypt(
        _ secrets: [(name: String, ciphertext: [UInt8])]
    ) async throws(Failure) -> [String: Secret] {
        let outcomes = await withTaskGroup(of: (String, Result<Secret, Failure>).self) { group in
            var waiting = secrets[...]
            func startOne() {
                guard let (name, ciphertext) = waiting.popFirst() else { return }
                group.addTask { (name, await opening(ciphertext, name: name)) }
            }
            for _ in 0..<Self.processesAtOnce { startOne() }
            var outcomes: [String: Result<Secret, Failure>] = [:]
            while let (name, outcome) = await group.next() {
                outcomes[name] = outcome
                startOne()
            }
            return outcomes
        }
        var opened: [String: Secret] = [:]
        var failures: [Failure] = []
        for (name, outcome) in outcomes.sorted(by: { $0.key < $1.key }) {
            switch outcome {
            case .success(let secret): opened[name] = secret
            case .failure(let failure): failures.append(failure)
            }
        }
        if let first = failures.first { throw failures.count == 1 ? first : Self.joined(failures, first) }
        return opened
    }

    /// Seals a secret for all recipients, in age's text form.
    ///
    /// - Throws: `secretUnavailable` with what to do.
    public static func encrypt(
        _ secret: Secret, for recipients: [Recipient], name: String
    ) async throws(Failure) -> [UInt8] {
        try await encrypt(secret, for: recipients, name: name, program: AgeProgram())
    }

    static func encrypt(
        _ secret: Secret, for recipients: [Recipient], name: String, program: AgeProgram
    ) async throws(Failure) -> [UInt8] {
        let bytes = secret.withRevealed { Array($0.utf8) }
        do throws(AgeProblem) {
            guard bytes.count <= maximumSize else { throw .outputTooLong }
            guard !recipients.isEmpty else { throw .recipientInvalid }
            // One line break more than the value, as opening takes one away.
            return try await program.run(
                ["--encrypt", "--armor"] + recipients.flatMap { ["--recipient", $0.text] },
                input: bytes + [UInt8(ascii: "\n")], limit: 4 * maximumSize)
        } catch {
            throw error.failure("seal a secret", name)
        }
    }

    // MARK: - Parts

    private func opening(_ ciphertext: [UInt8], name: String) async -> Result<Secret, Failure> {
        do throws(Failure) {
            return .success(try await decrypt(ciphertext, name: name))
        } catch {
            return .failure(error)
        }
    }

    /// Whether the bytes begin as a file of age does, binary or as text.
    private static func isAgeFile(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: "age-encryption.org/v1\n".utf8)
            || bytes.starts(with: "-----BEGIN AGE ENCRYPTED FILE-----".utf8)
    }

    private static func secret(_ bytes: [UInt8], name: String) throws(Failure) -> Secret {
        let text = bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...]
        guard text.count <= maximumSize else { throw AgeProblem.outputTooLong.failure("open a secret", name) }
        guard let value = String(validating: text, as: UTF8.self), !value.utf8.contains(0) else {
            throw Failure(
                .secretUnavailable, attempted: "open a secret", on: "secrets/\(name).age",
                response: "it is not text in UTF-8", remedy: "seal text; binary values are not used anywhere")
        }
        return Secret(value)
    }

    private static func joined(_ failures: [Failure], _ first: Failure) -> Failure {
        Failure(
            first.code, attempted: "open \(failures.count) secrets",
            on: failures.map(\.subject).joined(separator: ", "),
            response: failures.map { "\($0.subject): \($0.response)" }.joined(separator: "\n"),
            remedy: first.remedy)
    }
}
