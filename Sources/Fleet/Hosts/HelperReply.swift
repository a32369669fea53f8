internal import BrokerModel
internal import SSH

/// What running the helper on a host came to.
enum HelperReply {
    case answer(HelperAnswer)

    /// It cannot be run in this mode; another one may do.
    case unusable(Failure)

    init(_ result: CommandResult, from host: HostName, attempted: String) throws(Failure) {
        let words = PrintableText(result.errorOutput).tail
        if result.output.isEmpty, let failure = Self.refusal(words, host, attempted) {
            self = .unusable(failure)
            return
        }
        do {
            let answer = try HelperAnswerParser.parse(result.output)
            guard answer.ending.outcome == .outdated else {
                self = .answer(answer)
                return
            }
            self = .unusable(
                Failure(
                    .helperRefused, attempted: attempted, on: host.text, response: answer.ending.message,
                    remedy: "apply a plan: it installs the helper that belongs to this version"))
        } catch {
            let how =
                switch result.ending {
                case .status(let status): "status \(status)"
                case .signal(let name): "signal \(name)"
                }
            throw Failure(
                .commandFailed, attempted: attempted, on: host.text,
                response: "the host helper ended with \(how), \(error.explanation)"
                    + (words.isEmpty ? "" : ": \(words)"),
                remedy: "see /var/log/auth.log on \(host) for what sudo did, and docs/host-helper.md")
        }
    }

    /// What sudo says when it does not run the command, in its own words
    /// (sudo 1.9, C locale).
    private static func refusal(_ words: String, _ host: HostName, _ attempted: String) -> Failure? {
        guard words.contains("sudo") else { return nil }
        let remedy: String
        if words.contains("password is required") || words.contains("is not allowed")
            || words.contains("not in the sudoers")
        {
            remedy = "give the SSH user sudo as docs/host-helper.md says, without a password"
        } else if words.contains("command not found") || words.contains("unable to execute")
            || words.contains("failed to run command")
        {
            remedy =
                words.contains(HelperScript.installedPath)
                ? "apply a plan: it installs the helper" : "install sudo on \(host)"
        } else {
            return nil
        }
        return Failure(.privilegeRefused, attempted: attempted, on: host.text, response: words, remedy: remedy)
    }
}
