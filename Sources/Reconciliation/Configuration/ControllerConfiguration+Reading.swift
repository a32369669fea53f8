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
        server.socket = server.socket.map(resolved)
        for index in notifications.webhooks.indices {
            notifications.webhooks[index].urlFile = resolved(notifications.webhooks[index].urlFile)
        }
        for index in notifications.mails.indices {
            notifications.mails[index].sendmail = resolved(notifications.mails[index].sendmail)
        }
        previews.centresFile = previews.centresFile.map(resolved)
        if let export = retention?.export { retention?.export = resolved(export) }
        if let file = forge?.webhookSecretFile { forge?.webhookSecretFile = resolved(file) }
        if let file = forge?.access?.tokenFile { forge?.access?.tokenFile = resolved(file) }
        policy.openPGPKeyring = policy.openPGPKeyring.map(resolved)
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
            let server = fields.optional(
                "server", Shape<ServerSettings>.serverSettings, "Where the service is spoken to.")
            let forge = fields.optional(
                "forge", Shape<ForgeSettings>.forge,
                "The forge that holds the repository: it tells of commits, and is told of them.")
            let notifications = fields.optional(
                "notifications", Shape<NotificationSettings>.notifications, "Who is told of what by the service.")
            let previews = fields.optional(
                "previews", Shape<PreviewSettings>.previews, "What changes are held against before they are merged.")
            let retention = fields.optional(
                "retention", Shape<RetentionSettings>.retention,
                "What becomes of old records: the service exports all and removes what is older; left out, all stay.")
            guard version != nil, let repository, let database, let ssh else { return nil }
            var configuration = ControllerConfiguration(
                repository: repository, database: database, hostIdentityFile: ssh.identityFile,
                hostSSHConfigFile: ssh.configFile, usesSSHAgent: ssh.agent, secretIdentityFile: secrets,
                policy: policy ?? ApplyPolicy(), images: images ?? ImageSettings(), server: server ?? ServerSettings(),
                forge: forge, notifications: notifications ?? NotificationSettings(), file: "")
            configuration.previews = previews ?? PreviewSettings()
            configuration.retention = retention
            return configuration
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
            let publishes = fields.optional(
                "publishAuditHead", .boolean, default: true,
                "Whether every run publishes where the audit chain ends, under refs/isobar/audit/ in the repository.")
            guard let url else { return nil }
            return RepositorySettings(
                url: url, branch: branch, path: path, pollSeconds: poll, identityFile: identity, tokenFile: token,
                publishesAuditHead: publishes)
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

extension Shape where Value == String {
    /// A path or URL in the controller's own configuration.
    static var filePath: Shape<String> {
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
