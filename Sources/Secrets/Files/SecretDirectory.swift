public import BrokerModel

/// The directory `secrets/` of a working copy of the desired state, for those
/// who change secrets.
///
/// Files are written beside the old ones, forced to the disk and then put in
/// their places: whoever is interrupted leaves each secret whole, the old or
/// the new one.
public struct SecretDirectory: Sendable {
    /// The directory, as it was given, with `/secrets`.
    public let path: String

    private let program: AgeProgram

    /// - Parameter directory: the desired state's, which holds `broker.yaml`.
    public init(ofDesiredStateIn directory: String) {
        self.init(ofDesiredStateIn: directory, program: AgeProgram())
    }

    init(ofDesiredStateIn directory: String, program: AgeProgram) {
        path = (directory.hasSuffix("/") ? directory : directory + "/") + "secrets"
        self.program = program
    }

    /// Those whose public keys `recipients.txt` lists, in its order.
    ///
    /// - Throws: when there is no such file, or nobody in it.
    public func recipients() throws(Failure) -> [ListedRecipient] {
        let file = path + "/recipients.txt"
        guard let bytes = try SecretFile.read(file, attempted: "read the recipients") else {
            throw Failure(
                .desiredStateInvalid, attempted: "read the recipients", on: file, response: "there is no such file",
                remedy: "write the public keys of those who shall open the secrets into it, one a line: age1…, "
                    + "ssh-ed25519 … (age-keygen -y FILE prints that of an identity)")
        }
        let listed = try ListedRecipient.list(String(decoding: bytes, as: UTF8.self), file: file)
        guard !listed.isEmpty else {
            throw Failure(
                .desiredStateInvalid, attempted: "read the recipients", on: file, response: "it names nobody",
                remedy: "write public keys into it, one a line: age1…, ssh-ed25519 …")
        }
        return listed
    }

    /// The secrets that are there, in the order of their names. What bears no
    /// name of a secret is left to `isobar validate`.
    public func names() throws(Failure) -> [SecretName] {
        try SecretFile.names(in: path).compactMap { file in
            file.hasSuffix(".age") ? SecretName(String(file.dropLast(4))) : nil
        }.sorted()
    }

    /// How many recipients a secret is sealed for; nil when its file cannot be
    /// read as one of age.
    public func recipientCount(of name: SecretName) throws(Failure) -> Int? {
        try SecretFile.read(file(of: name), attempted: "look at a secret").flatMap(AgeHeader.recipientCount)
    }

    /// Seals a value for all recipients, in the place of an earlier one.
    ///
    /// - Returns: whether there was one.
    @discardableResult
    public func set(_ name: SecretName, to value: Secret) async throws(Failure) -> Bool {
        let recipients = try recipients().map(\.recipient)
        let sealed = try await AgeSecrets.encrypt(value, for: recipients, name: name.text, program: program)
        let lock = try SecretDirectoryLock(path)
        defer { lock.release() }
        let isNew = try SecretFile.read(file(of: name), attempted: "look at a secret") == nil
        try SecretFile.write([(file(of: name), sealed)])
        return !isNew
    }

    /// Seals every secret anew for those who stand in `recipients.txt` now: all
    /// of them, or none when one cannot be opened or sealed.
    ///
    /// - Parameter identityFile: opens the secrets, and must be able to
    ///   afterwards.
    /// - Returns: the secrets whose files changed.
    public func rotateRecipients(identityFile: String) async throws(Failure) -> [SecretName] {
        let recipients = try recipients().map(\.recipient)
        let lock = try SecretDirectoryLock(path)
        defer { lock.release() }
        let names = try names()
        var sealed: [(name: String, ciphertext: [UInt8])] = []
        for name in names {
            guard let bytes = try SecretFile.read(file(of: name), attempted: "read a secret") else { continue }
            sealed.append((name.text, bytes))
        }
        let age = AgeSecrets(identityFile: identityFile, program: program)
        let opened = try await age.decrypt(sealed)
        var files: [(path: String, bytes: [UInt8])] = []
        for name in names {
            guard let value = opened[name.text] else { continue }
            let bytes = try await AgeSecrets.encrypt(value, for: recipients, name: name.text, program: program)
            files.append((file(of: name), bytes))
        }
        if let first = files.first, let name = names.first { try await check(first.bytes, name, age, identityFile) }
        try SecretFile.write(files)
        return names
    }

    /// Whoever locks out the identity that is at work would notice when nothing
    /// can be applied any more.
    private func check(
        _ sealed: [UInt8], _ name: SecretName, _ age: AgeSecrets, _ identityFile: String
    ) async throws(Failure) {
        do {
            _ = try await age.decrypt(sealed, name: name.text)
        } catch {
            throw Failure(
                .secretUnavailable, attempted: "seal the secrets for other recipients", on: path + "/recipients.txt",
                response: "the identity \(identityFile) could not open them any more; nothing was changed",
                remedy: "add its public key to the file: age-keygen -y \(identityFile)")
        }
    }

    /// Where a secret lies.
    public func file(of name: SecretName) -> String { "\(path)/\(name).age" }
}
