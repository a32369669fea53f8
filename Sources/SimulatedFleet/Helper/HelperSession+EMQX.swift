import Foundation

/// The member of the EMQX cluster.
extension HelperSession {
    mutating func showMembers() {
        guard let member = host.memberOfEMQX(at: now) else { return write("#members", "silent", "") }
        let stopped = member.emqxSeeds.filter { !host.emqxNodes.contains($0) }
        write(
            "#members", "answers",
            "Cluster status: #{running_nodes =>\n                      [\(Self.list(host.emqxNodes))],\n"
                + "                  stopped_nodes => [\(Self.list(stopped))]}")
    }

    mutating func showDoor() {
        let stamps = host.emqxStamps.map { "\($0.text) \($0.user) \($0.sort)" }.joined(separator: "\n")
        guard host.memberOfEMQX(at: now) != nil, let emqx = host.emqx else {
            return write("#door", "silent", "silent", stamps, "", "", "", "", "", "", "")
        }
        guard opensDoor(of: emqx) else {
            return write("#door", "refused", "refused", stamps, "", "", "", "", "", "", "")
        }
        write(
            "#door", "open", "refused", stamps, SimulatedEMQX.authentication, emqx.sourceList, SimulatedEMQX.settings,
            emqx.userList, emqx.ruleList, emqx.isGuarded ? SimulatedEMQX.nobody : "",
            emqx.isGuarded ? SimulatedEMQX.noClients : "")
    }

    private static func list(_ nodes: [String]) -> String { nodes.map { "'\($0)'" }.joined(separator: ",") }

    /// Whether the dashboard's password is one that this host knows.
    private func opensDoor(of emqx: SimulatedEMQX) -> Bool {
        let known = host.emqxLogins + [host.memberOfEMQX(at: now)?.emqxPassword].compactMap(\.self)
        return known.contains(emqx.dashboardPassword)
    }

    // MARK: - What it is told

    mutating func tellEMQX() throws {
        let action = try reader.want("action")
        var resource = ""
        var user = ""
        if ["user", "note", "remove"].contains(action) {
            resource = try reader.want("resource")
            try demand(
                Self.isUser(resource) || ["(publisher)", "(former-publisher)"].contains(resource),
                "that is no name of a user")
        }
        if ["user", "note"].contains(action) {
            user = try reader.want("user")
            try demand(Self.isUser(user), "that is no user")
        }
        var stamp: SimulatedEMQX.Stamp?
        if ["user", "note"].contains(action) {
            let text = try reader.want("stamp")
            try demand(Self.isDigest(text), "that stands for no password")
            let sort = try reader.want("sort")
            try demand(["hidden", "publisher", "listener"].contains(sort), "that is no sort of user")
            stamp = SimulatedEMQX.Stamp(text: text, user: user, sort: sort)
        }
        var words: [String] = []
        if ["configure", "user"].contains(action) { words = try readWords() }
        guard ["configure", "user", "note", "remove"].contains(action) else {
            throw Finish(outcome: "malformed", message: "there is no emqx action '\(action)'")
        }
        try needLease()
        let subject = action == "configure" ? "cluster/emqx" : "emqx/user/\(resource)"
        guard isListed(subject) || action == "remove" && isListed("cluster/emqx") else {
            throw Refusal("refused", "/var/lib/isobar/managed.json does not list \(subject)")
        }
        let before = (host.emqx, host.emqxStamps, host.emqxLogins)
        if action == "note" {
            remember(stamp, of: user)
        } else {
            guard let emqx = host.emqx, host.memberOfEMQX(at: now) != nil else {
                throw Refusal("failed", "EMQX does not answer on port 18083")
            }
            let isConfigured = action == "configure" && words.first == emqx.dashboardPassword
            guard isConfigured || opensDoor(of: emqx) else {
                throw Refusal(
                    "failed", "EMQX does not take the password of its dashboard that it was started with (401)")
            }
            if action == "remove" {
                for user in leaving(resource) {
                    host.emqx?.users[user] = nil
                    remember(nil, of: user)
                }
            } else {
                try change(action, user, words)
                if action == "user" { remember(stamp, of: user) }
            }
        }
        if before != (host.emqx, host.emqxStamps, host.emqxLogins) { note(Effect(.emqx, nil, on: host.name)) }
    }

    private mutating func change(_ action: String, _ user: String, _ words: [String]) throws {
        if action == "user" {
            host.emqx?.users[user] = try Self.user(words)
        } else {
            let wanted = words.first ?? ""
            host.emqx?.dashboardPassword = wanted
            host.emqx?.sources = ["built_in_database"]
            host.emqxLogins = [wanted]
        }
    }

    /// The users that a resource stands for.
    private func leaving(_ resource: String) -> [String] {
        guard resource.hasPrefix("(") else { return [resource] }
        let publishers = host.emqxStamps.filter { $0.sort != "listener" }
        let leaving = isListed("emqx/user/(publisher)") ? publishers.dropLast() : publishers[...]
        return leaving.filter { $0.sort == "hidden" }.map(\.user)
    }

    private mutating func remember(_ stamp: SimulatedEMQX.Stamp?, of user: String) {
        host.emqxStamps.removeAll { $0.user == user }
        if let stamp { host.emqxStamps.append(stamp) }
    }

    private static func user(_ words: [String]) throws -> SimulatedEMQX.User {
        struct Made: Decodable {
            var userId: String
            var password: String
            var isSuperuser: Bool
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard words.count >= 3, let made = try? decoder.decode(Made.self, from: Data(words[1].utf8)),
            let login = try? JSONEncoder().encode(made.userId)
        else { throw Refusal("failed", "EMQX answers 400") }
        // {"rules":[…],"username":"…"}
        let rules = words[2].firstIndex(of: "[").flatMap { first in
            words[2].lastIndex(of: "]").map { String(words[2][first...$0]) }
        }
        return SimulatedEMQX.User(
            login: String(decoding: login, as: UTF8.self), isSuperuser: made.isSuperuser, rules: rules ?? "[]",
            password: made.password)
    }

    private mutating func readWords() throws -> [String] {
        let digest = try reader.want("digest")
        let size = try reader.number("size")
        try demand(Self.isDigest(digest) && size <= 262_144, "digest or size")
        let text = String(decoding: try reader.payload(size), as: UTF8.self)
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private func demand(_ condition: Bool, _ message: String) throws {
        if !condition { throw Finish(outcome: "malformed", message: message) }
    }

    private static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { isHexadecimal($0) }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    /// Whether the text may stand in a path.
    private static func isUser(_ text: String) -> Bool {
        !["", ".", ".."].contains(text)
            && text.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                        || "._%-".unicodeScalars.contains(scalar))
            }
    }
}
