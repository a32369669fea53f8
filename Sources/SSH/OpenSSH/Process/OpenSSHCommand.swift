/// The command line and environment of an ssh(1) that becomes a multiplexing
/// master and does nothing else. A value without I/O.
struct OpenSSHCommand {
    /// The name the pinned keys have in the private file of known hosts; what
    /// the host is called or where it is found plays no part.
    static let alias = "isobar-pinned-host"

    /// Why a value cannot be said to ssh(1).
    struct Unspeakable: Error {
        let value: String
    }

    let destination: SSHDestination
    let knownHosts: String
    let socket: String

    /// The lines of the known hosts.
    static func knownHosts(_ keys: [PinnedHostKey]) -> String {
        keys.map { "\(alias) \($0)\n" }.joined()
    }

    /// The words after `ssh`.
    ///
    /// On the command line an option counts before the same one of a file
    /// (ssh_config(5): the first value obtained is used), so a configured file
    /// cannot weaken any of them.
    func arguments() throws(Unspeakable) -> [String] {
        let agent = destination.openSSH.usesAgent
        let seconds = Int64((destination.timeouts.connect / .seconds(1)).rounded(.up))
        let options: [(String, String)] = [
            // Options younger than OpenSSH 8.0 that an older one may overlook.
            ("IgnoreUnknown", "KnownHostsCommand,ForkAfterAuthentication,StdinNull"),

            // Who the host is: one of the pinned keys and nothing else.
            ("StrictHostKeyChecking", "yes"),
            ("UserKnownHostsFile", try Self.word(knownHosts)),
            ("GlobalKnownHostsFile", "none"),
            ("KnownHostsCommand", "none"),
            ("HostKeyAlias", Self.alias),
            ("HostKeyAlgorithms", hostKeyAlgorithms),
            ("CheckHostIP", "no"),
            ("VerifyHostKeyDNS", "no"),
            ("UpdateHostKeys", "no"),
            ("CanonicalizeHostname", "no"),

            // Who we are: one key, and nobody is asked for anything.
            ("BatchMode", "yes"),
            ("IdentitiesOnly", "yes"),
            ("IdentityFile", try Self.word(destination.identityFile)),
            ("IdentityAgent", agent ? "SSH_AUTH_SOCK" : "none"),
            ("AddKeysToAgent", "no"),
            ("PreferredAuthentications", "publickey"),
            ("PubkeyAuthentication", "yes"),
            ("PasswordAuthentication", "no"),
            ("KbdInteractiveAuthentication", "no"),
            ("HostbasedAuthentication", "no"),
            ("GSSAPIAuthentication", "no"),

            // What the connection is for: channels of ours.
            ("ControlMaster", "yes"),
            ("ControlPath", try Self.word(socket)),
            ("ControlPersist", "no"),
            ("ForwardAgent", "no"),
            ("ForwardX11", "no"),
            ("ClearAllForwardings", "yes"),
            ("Tunnel", "no"),
            ("PermitLocalCommand", "no"),
            ("RemoteCommand", "none"),
            ("RequestTTY", "no"),
            ("StdinNull", "yes"),
            ("ForkAfterAuthentication", "no"),

            // When it is over, should nobody be left to decide that.
            ("ConnectTimeout", "\(max(1, seconds))"),
            ("ConnectionAttempts", "1"),
            ("ServerAliveInterval", "15"),
            ("ServerAliveCountMax", "3"),
            ("TCPKeepAlive", "yes"),

            // What it says is read by ``OpenSSHDiagnosis``; the key the host
            // presents is told at this level.
            ("LogLevel", "DEBUG1"),
            ("HostName", try Self.word(destination.address)),
            ("Port", "\(destination.port)"),
            ("User", try Self.word(destination.user)),
        ]
        return ["-N", "-F", destination.openSSH.configFile ?? "none"]
            + options.flatMap { ["-o", "\($0.0)=\($0.1)"] } + ["--", destination.name]
    }

    private var hostKeyAlgorithms: String {
        // An RSA key can be asked for in several ways; SHA-1 is none of them.
        destination.hostKeys.map { $0.algorithm == "ssh-rsa" ? "rsa-sha2-512,rsa-sha2-256" : $0.algorithm }
            .joined(separator: ",")
    }

    /// A value of ssh_config(5) that is meant as it stands: in quotation marks,
    /// without `%` tokens.
    ///
    /// - Throws: for what cannot be quoted there: `${`, which names a variable,
    ///   quotation marks, backslashes and control characters.
    private static func word(_ value: String) throws(Unspeakable) -> String {
        let unspeakable = [0x7F, UInt8(ascii: "\""), UInt8(ascii: "\\")]
        let isSpeakable =
            !value.isEmpty && !value.hasPrefix("~") && !value.contains("${")
            && value.utf8.allSatisfy { $0 >= 0x20 && !unspeakable.contains($0) }
        guard isSpeakable else { throw Unspeakable(value: value) }
        return "\"" + value.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%%") + "\""
    }

    /// What ssh(1) and the programs it starts get to know of ours: nothing that
    /// could ask a person or bring in another key.
    static func environment(_ own: [String: String], usesAgent: Bool) -> [String: String] {
        let kept = ["PATH", "HOME", "USER", "LOGNAME", "TMPDIR"] + (usesAgent ? ["SSH_AUTH_SOCK"] : [])
        var environment = own.filter { kept.contains($0.key) }
        environment["LC_ALL"] = "C"
        environment["SSH_ASKPASS_REQUIRE"] = "never"
        return environment
    }
}
