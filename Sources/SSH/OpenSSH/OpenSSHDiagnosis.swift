internal import BrokerModel

/// Why ssh(1) did not connect, from what it said (LogLevel DEBUG1).
///
/// Its words are no interface; but the lines looked for here have stood for many
/// releases, the tests hold them against the installed one, and a line that is
/// not recognised is handed to the reader as it is.
struct OpenSSHDiagnosis {
    let failures: SSHFailures

    /// Without the debugging lines.
    private let lines: [Substring]
    private let debugLines: [Substring]

    init(_ said: [UInt8], _ failures: SSHFailures) {
        self.failures = failures
        let all = String(decoding: said, as: UTF8.self).split(whereSeparator: \.isNewline)
        lines = all.filter { !$0.hasPrefix("debug") && !$0.hasPrefix("OpenSSH_") }
        debugLines = all.filter { $0.hasPrefix("debug") }
    }

    /// What it ended with.
    var failure: Failure {
        if let line = line("Host key verification failed") { return hostKeyRefused(line) }
        if let line = line("Unable to negotiate with") ?? line("no matching") {
            return failures.nothingInCommon(line)
        }
        if lines.contains(where: { $0.contains("Permission denied") || $0.contains("Too many authentication") }) {
            return refused
        }
        let configuration = ["Bad configuration option", "terminating, ", "Can't open user config file"]
        if let line = configuration.lazy.compactMap({ line($0) }).first {
            return failures.openSSHUnusable(
                .configurationInvalid, line, remedy: "mend the file `ssh: configFile` names")
        }
        if let line = line("setpriv: ") {
            return failures.openSSHUnusable(
                .transportUnsupported, line,
                remedy: "install the packages openssh-client and util-linux on the controller")
        }
        return failures.unreachable(reason)
    }

    /// How far it came, when its time is over.
    var silence: String {
        if debugLines.contains(where: { $0.contains("Authenticating to ") }) {
            return "the host did not answer the login"
        }
        if debugLines.contains(where: { $0.contains("Connection established") }) {
            return "the port answers, but there is no SSH handshake"
        }
        return "no answer to the connection request"
    }

    /// The last thing it said for people.
    var lastWords: String? {
        lines.last { !$0.hasPrefix("@") && !$0.hasPrefix("Authenticated to ") }.map(String.init)
    }

    /// Those words, without what the failure says anyhow: `Connection refused`.
    private var reason: String {
        guard let last = lastWords.map({ $0[...] }) else { return "ssh ended without a word" }
        // `ssh: connect to host 192.0.2.1 port 22: Connection refused`
        let prefix = "ssh: connect to host "
        guard last.hasPrefix(prefix), let colon = last.range(of: ": ", after: prefix) else { return String(last) }
        return String(last[colon...])
    }

    private func hostKeyRefused(_ line: String) -> Failure {
        // `debug1: Server host key: ssh-ed25519 SHA256:…`; a jump host's ssh
        // does not say it on this level.
        let fields = debugLines.last { $0.contains(": Server host key: ") }?.split(separator: " ") ?? []
        guard fields.count >= 2, let fingerprint = fields.last, fingerprint.hasPrefix("SHA256:") else {
            return failures.jumpHostKeyRefused(lines.joined(separator: " "))
        }
        return failures.hostKeyMismatch(
            algorithm: String(fields[fields.count - 2]), fingerprint: String(fingerprint))
    }

    private var refused: Failure {
        if let line = lines.first(where: { $0.hasPrefix("Load key ") }) {
            return failures.identityUnusable(
                .configurationInvalid, String(line),
                remedy: "use a key that ssh(1) can read without asking, or put it into an agent (`ssh: agent`)")
        }
        let said = lines.last { $0.contains("Permission denied") || $0.contains("Too many authentication") } ?? ""
        let offered = debugLines.contains { $0.contains("Offering public key: ") }
        return failures.authenticationRefused(
            offered ? String(said) : "\(said); ssh had no key to offer",
            isInAgent: failures.destination.openSSH.usesAgent)
    }

    private func line(_ phrase: String) -> String? {
        lines.last { $0.contains(phrase) }.map(String.init)
    }
}

extension Substring {
    /// Where the text after the first `separator` behind `prefix` starts.
    fileprivate func range(of separator: String, after prefix: String) -> Index? {
        var index = self.index(startIndex, offsetBy: prefix.count)
        while index < endIndex {
            if self[index...].hasPrefix(separator) { return self.index(index, offsetBy: separator.count) }
            index = self.index(after: index)
        }
        return nil
    }
}
