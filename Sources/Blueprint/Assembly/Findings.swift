import BrokerModel

/// Looks up secrets, lets values into their places, and keeps what is wrong
/// until all of it can be told at once.
///
/// Where something is wrong, a stand-in takes its place and the search goes
/// on; nothing is handed out in the end.
struct Findings {
    private let secrets: [SecretName: Secret]
    private var diagnostics: [Diagnostic] = []
    private var code: FailureCode?

    init(secrets: [SecretName: Secret]) {
        self.secrets = secrets
    }

    /// Reports that `field` at `position` cannot be used.
    mutating func report(
        _ message: String,
        about field: String,
        at position: SourcePosition,
        hint: String? = nil,
        code: FailureCode = .desiredStateInvalid
    ) {
        let diagnostic = Diagnostic(.error, at: position, "\(field): \(message)", hint: hint)
        // A value that has several places is wrong once.
        if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
        // What is wrong in the desired state comes first: it is the reader's to mend.
        if self.code == nil || code == .desiredStateInvalid { self.code = code }
    }

    /// The value `make` gives; when it refuses, that is reported and `standIn`
    /// goes on in its place.
    mutating func take<Value>(
        _ field: String,
        at position: SourcePosition,
        otherwise standIn: Value,
        _ make: () throws(Refusal) -> Value
    ) -> Value {
        do {
            return try make()
        } catch {
            report(error.reason, about: field, at: position)
            return standIn
        }
    }

    /// The secret of that name; nil, and reported, when it is not there.
    mutating func secret(_ name: SecretName, for field: String, at position: SourcePosition) -> Secret? {
        if let secret = secrets[name] { return secret }
        report(
            "the secret \"\(name)\" is not available", about: field, at: position,
            hint: "look whether secrets/\(name).age is there and can be decrypted",
            code: .secretUnavailable)
        return nil
    }

    /// A whole secret text, such as a certificate, whether written as a
    /// literal or not.
    mutating func text(_ source: TextSource, for field: String, at position: SourcePosition) -> Secret? {
        switch source {
        case .literal(let text): Secret(text)
        case .secret(let name): secret(name, for: field, at: position)
        }
    }

    /// A certificate with its key.
    mutating func pem(_ source: TextSource, for field: String, at position: SourcePosition) -> PEMText? {
        guard let text = text(source, for: field, at: position) else { return nil }
        return take(field, at: position, otherwise: nil) { () throws(Refusal) in try PEMText(text) }
    }

    /// A value for an environment.
    ///
    /// - Parameter form: makes of the text what the reader of the environment
    ///   takes for it.
    mutating func value(
        _ source: TextSource,
        for field: String,
        at position: SourcePosition,
        as form: (String) throws(Refusal) -> String = { text in text }
    ) -> EnvFile.Value {
        switch source {
        case .literal(let text):
            return take(field, at: position, otherwise: .empty) { () throws(Refusal) in
                try EnvFile.Value(try form(text))
            }
        case .secret(let name):
            guard let secret = secret(name, for: field, at: position) else { return .empty }
            return take(field, at: position, otherwise: .empty) { () throws(Refusal) in
                try EnvFile.Value(
                    try secret.withoutFinalLineBreak.withRevealed { (text) throws(Refusal) in
                        Secret(try form(text))
                    })
            }
        }
    }

    /// A value for an environment that is made of several texts; secret as a
    /// whole as soon as one of them is.
    ///
    /// - Parameter make: refuses in words that hold nothing of the texts.
    mutating func value(
        of sources: [TextSource],
        for field: String,
        at position: SourcePosition,
        _ make: ([String]) throws(Refusal) -> String
    ) -> EnvFile.Value {
        let texts = sources.compactMap { text($0, for: field, at: position)?.withoutFinalLineBreak }
        guard texts.count == sources.count else { return .empty }
        return take(field, at: position, otherwise: .empty) { () throws(Refusal) in
            let whole = try make(texts.map { $0.withRevealed { $0 } })
            return sources.contains { $0.secretName != nil }
                ? try EnvFile.Value(Secret(whole)) : try EnvFile.Value(whole)
        }
    }

    /// Throws when anything was reported: one failure with a line for each.
    func check() throws(Failure) {
        guard let code else { return }
        throw Failure(
            code,
            attempted: "work out what the hosts shall hold",
            on: "desired state",
            response: diagnostics.sorted().map(\.description).joined(separator: "\n"))
    }
}
