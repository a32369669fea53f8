public import BrokerModel
import DesiredStateReader

extension ControllerConfiguration {
    /// Reads `isobar.yaml`, under the same rules and with the same messages as
    /// the desired state: unknown keys are errors, everything is said at once.
    ///
    /// - Parameters:
    ///   - directory: what relative paths in it start from.
    public static func read(
        _ bytes: [UInt8],
        file: String,
        directory: String
    ) -> (configuration: ControllerConfiguration?, diagnostics: [Diagnostic]) {
        var findings = Findings()
        guard let document = YAMLDocument(file: file, bytes: bytes, findings: &findings) else {
            return (nil, findings.diagnostics)
        }
        var configuration = Shape.configuration.read(document.root, &findings)
        configuration?.file = file
        configuration?.resolvePaths(from: directory)
        return (findings.errorCount == 0 ? configuration : nil, findings.diagnostics.sorted())
    }

    /// The JSON Schema of `isobar.yaml`.
    public static var schema: String {
        DesiredStateSchema.text(of: Shape.configuration, titled: "isobar.yaml: the controller's own configuration")
    }

    private mutating func resolvePaths(from directory: String) {
        func resolved(_ path: String) -> String {
            path.hasPrefix("/") ? path : directory + "/" + path
        }
        database = resolved(database)
        hostIdentityFile = resolved(hostIdentityFile)
        hostSSHConfigFile = hostSSHConfigFile.map(resolved)
        secretIdentityFile = secretIdentityFile.map(resolved)
        repository.identityFile = repository.identityFile.map(resolved)
        repository.tokenFile = repository.tokenFile.map(resolved)
        policy.allowedSigners = policy.allowedSigners.map(resolved)
        images.archives = images.archives.map(resolved)
        images.engine = images.engine.map(resolved)
    }
}

extension Shape where Value == ControllerConfiguration {
    static var configuration: Shape {
        .mapping { fields in
            let version = fields.required("formatVersion", .integer(1...1), "The version of this format: 1.")
            let repository = fields.required(
                "repository", Shape<RepositorySettings>.repository, "The repository that holds the desired state.")
            let database = fields.required("database", .filePath, "Where the ledger is kept.")
            let ssh = fields.required("ssh", Shape<SSHSettings>.ssh, "How hosts are reached.")
            let secrets = fields.optional(
                "secrets", .identity("The age identity that opens the secrets."), "How secrets are opened.")
            let policy = fields.optional("policy", Shape<ApplyPolicy>.policy, "What may be applied, and how.")
            let images = fields.optional(
                "images", Shape<ImageSettings>.imageSettings, "Where images are that are streamed to the hosts.")
            guard version != nil, let repository, let database, let ssh else { return nil }
            return ControllerConfiguration(
                repository: repository, database: database, hostIdentityFile: ssh.identityFile,
                hostSSHConfigFile: ssh.configFile, usesSSHAgent: ssh.agent, secretIdentityFile: secrets,
                policy: policy ?? .standard, images: images ?? ImageSettings(), file: "")
        }
    }
}

/// The section `ssh`.
private struct SSHSettings {
    var identityFile: String
    var configFile: String?
    var agent: Bool
}

extension Shape where Value == SSHSettings {
    fileprivate static var ssh: Shape {
        .mapping { fields in
            let identity = fields.required("identityFile", .filePath, "The private key that opens the hosts.")
            let config = fields.optional(
                "configFile", .filePath, "An ssh_config(5) for hosts reached through OpenSSH: jump hosts and the like.")
            let agent = fields.optional(
                "agent", .boolean, default: false,
                "Whether the agent SSH_AUTH_SOCK names signs; identityFile may then be the public key.")
            guard let identity else { return nil }
            return SSHSettings(identityFile: identity, configFile: config, agent: agent)
        }
    }
}

extension ApplyPolicy {
    /// What holds when the file says nothing.
    static let standard = ApplyPolicy(
        apply: .approval, selfHeal: true, maxDeletes: 20, allowedImages: ["*"], requireSignedCommits: false,
        allowedSigners: nil)
}

extension Shape where Value == RepositorySettings {
    static var repository: Shape {
        .mapping { fields in
            let url = fields.required("url", .filePath, "A path, file://, ssh://, user@host:path or https:// URL.")
            let branch = fields.optional("branch", .filePath, "The branch that is followed.") ?? "main"
            let path = fields.optional("path", .filePath, "The directory of the desired state in the repository.") ?? "."
            let poll = fields.optional(
                "pollSeconds", .integer(5...86_400), default: 30, "How often the repository is looked at.")
            let identity = fields.optional("identityFile", .filePath, "The private key for an SSH remote.")
            let token = fields.optional("tokenFile", .filePath, "A file with the token for an HTTPS remote.")
            guard let url else { return nil }
            return RepositorySettings(
                url: url, branch: branch, path: path, pollSeconds: poll, identityFile: identity, tokenFile: token)
        }
    }
}

extension Shape where Value == ApplyPolicy {
    static var policy: Shape {
        .mapping { fields in
            let standard = ApplyPolicy.standard
            return ApplyPolicy(
                apply: fields.optional(
                    "apply", Shape<ApplyPolicy.Mode>.choice, default: standard.apply,
                    "observe: look, report, never touch; approval: apply what a person approved; automatic: at once."),
                selfHeal: fields.optional(
                    "selfHeal", .boolean, default: standard.selfHeal, "Whether the service mends drift by itself."),
                maxDeletes: fields.optional(
                    "maxDeletes", .integer(0...100_000), default: standard.maxDeletes,
                    "How many nodes and hosts one plan may delete; the smaller of this and rollout.maxDeletes counts."),
                allowedImages: fields.optional(
                    "allowedImages", .list(of: .filePath, atLeast: 1), "Patterns with * that every image must match one of.")
                    ?? standard.allowedImages,
                allowedPackageSources: fields.optional(
                    "allowedPackageSources", .list(of: .filePath),
                    "Patterns with * that the package source of a commit must match one of; none if left out.")
                    ?? standard.allowedPackageSources,
                requireSignedCommits: fields.optional(
                    "requireSignedCommits", .unsigned, default: standard.requireSignedCommits,
                    "Whether only signed commits are applied."),
                allowedSigners: fields.optional(
                    "allowedSigners", .filePath, "The signers' keys, as ssh-keygen(1) describes allowed_signers."))
        }
    }
}

extension Shape where Value == ImageSettings {
    fileprivate static var imageSettings: Shape {
        .mapping { fields in
            let standard = ImageSettings()
            return ImageSettings(
                archives: fields.optional(
                    "archives", .filePath, "A directory of archives, as docker save writes them; gzip is fine."),
                engine: fields.optional(
                    "engine", .filePath, "The socket of a Docker Engine on this machine: /var/run/docker.sock."),
                hostsAtOnce: fields.optional(
                    "hostsAtOnce", .integer(1...64), default: standard.hostsAtOnce,
                    "To how many hosts images are streamed at the same time."))
        }
    }
}

extension Shape where Value == Bool {
    /// A switch that cannot be turned on in this version: refusing it is
    /// better than a promise that is not kept.
    fileprivate static var unsigned: Shape<Bool> {
        Shape<Bool>.boolean.checked { value, node, findings in
            if value {
                findings.error(
                    "this version cannot check signatures", at: node,
                    hint: "protect the branch in the forge until it can")
            }
        }
    }
}

extension Shape where Value == String {
    /// A path or URL in the controller's own configuration.
    fileprivate static var filePath: Shape<String> {
        .text { text throws(Refusal) in
            guard !text.isEmpty else { throw Refusal("is empty") }
            guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
                throw Refusal("holds a control character")
            }
            return text
        }
    }

    /// A mapping with nothing but `identityFile`.
    fileprivate static func identity(_ meaning: String) -> Shape<String> {
        .mapping { fields in fields.required("identityFile", .filePath, meaning) }
    }
}
