extension FailureCode {
    /// The code of that name; nil when this version has none.
    public init?(named name: String) {
        guard let code = Self.byName[name] else { return nil }
        self = code
    }

    private static let byName = Dictionary(
        all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// Every constant of the table.
    static let all: [FailureCode] = [
        .usage, .configurationInvalid, .desiredStateInvalid, .repositoryUnreachable, .repositoryHostKeyRefused,
        .repositoryAuthenticationRefused, .revisionUnknown, .repositoryUnsafe, .branchRewritten, .repositoryFailed,
        .forgeUnreachable, .forgeRefused, .forgeAccessRefused,
        .hostUnreachable, .hostKeyMismatch, .hostAuthenticationRefused, .transportUnsupported, .connectionLost,
        .deadlineExceeded, .cancelled, .privilegeRefused, .helperRefused, .commandFailed, .manifestUnreadable,
        .diskFull, .engineUnavailable, .engineRefused, .engineProtocol, .imageMissing, .registryUnreachable,
        .packageUnavailable, .nameTaken, .validationRefused, .healthGateFailed, .placementImpossible, .planUnsafe,
        .planStale, .rolledBack, .refusedByPolicy, .locked, .incomplete, .ledgerUnusable, .ledgerNewer,
        .ledgerTampered, .ledgerBusy, .queryRefused, .exportUnusable, .notFound, .secretUnavailable,
    ]
}
