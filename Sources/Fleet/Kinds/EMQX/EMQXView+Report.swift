internal import BrokerModel

extension EMQXView {
    /// What a member tells.
    ///
    /// - Throws: when it is not what EMQX writes; nothing is then known.
    init(_ answer: HelperAnswer) throws(MalformedAnswer) {
        self = .silent
        if let members = answer.emqxMembers {
            running = try Self.nodes("running_nodes", in: members)
            stopped = try Self.nodes("stopped_nodes", in: members)
        }
        guard let report = answer.emqxDoor else { return }
        isLoginRefused = report.state == "refused"
        if report.state == "open" { door = try EMQXReplies(report).door() }
    }

    /// The names in a list of `emqx_ctl cluster status`, which prints a map of
    /// Erlang: `#{running_nodes => ['emqx@a','emqx@b'],stopped_nodes => []}`.
    private static func nodes(_ key: String, in text: String) throws(MalformedAnswer) -> [String] {
        guard let place = text.firstRange(of: key) else {
            if key == "stopped_nodes", text.contains("running_nodes") { return [] }
            throw MalformedAnswer("EMQX tells no members")
        }
        let rest = text[place.upperBound...]
        guard let open = rest.firstIndex(of: "["), let close = rest.firstIndex(of: "]"), open < close else {
            throw MalformedAnswer("the members of EMQX are cut off")
        }
        return rest[rest.index(after: open)..<close].split { ",' \n\r\t".contains($0) }.map(String.init).sorted()
    }
}
