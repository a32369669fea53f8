import BrokerModel
import SimulatedFleet

/// Makes requests by chance: mostly such as Fleet would send, and now and then
/// one that relies on something untrue.
struct RequestMaker {
    static let files = [
        "/home/gb/compose/x/a.env", "/home/gb/compose/x/b.env", "/home/gb/traefik/dynamic/a.yml",
        "/home/gb/compose/missing/a", "/etc/passwd", "/home/gb/other/a", "/home/gb/compose/../x",
    ]
    private static let directories = ["/home/gb/compose/x", "/home/gb/compose/y", "/home/gb/redis"]

    private var chance: SeededGenerator
    private var token: Int?
    private var manifest: [UInt8]?

    /// What files hold, as far as it is known.
    var contents: [String: [UInt8]] = [:]

    init(_ chance: SeededGenerator) {
        self.chance = chance
    }

    /// Takes what an answer tells: the lease.
    mutating func note(_ fields: [String]) {
        for field in fields where field.hasPrefix("#lease|") {
            token = Int(field.split(separator: "|")[1])
        }
    }

    mutating func next() -> [UInt8] {
        let isOld = chance.happens(onceIn: 12)
        var text = HelperText(token: token.map { isOld ? $0 - 1 : $0 })
        if token == nil || chance.happens(onceIn: 10) {
            text.lines("lease", "action \(chance.happens(onceIn: 4) ? "release" : "take")", "holder test:1")
        }
        for _ in 0..<Int.random(in: 1...3, using: &chance) { add(to: &text) }
        if !chance.happens(onceIn: 15) { text.lines("end") }
        return text.bytes
    }

    private mutating func add(to text: inout HelperText) {
        switch Int.random(in: 0..<10, using: &chance) {
        case 0: text.lines("version")
        case 1, 2: look(&text)
        case 3: record(&text)
        case 4: makeDirectory(&text)
        case 5: remove(&text)
        case 6: redis(&text)
        case 7: emqx(&text)
        default: put(&text)
        }
    }

    private mutating func look(_ text: inout HelperText) {
        text.lines("observe")
        if chance.happens(onceIn: 2) { text.lines("redis") }
        if chance.happens(onceIn: 2) { text.lines("members") }
        if chance.happens(onceIn: 2) { text.lines("door") }
        var lines: [String] = []
        for path in Self.files + Self.directories where chance.happens(onceIn: 2) { lines.append("path \(path)") }
        if chance.happens(onceIn: 2) { lines.append("tree /home/gb/compose") }
        for path in Self.files where chance.happens(onceIn: 3) {
            lines.append("wanted \(Digest(of: contents[path] ?? []).hexadecimal) \(path)")
        }
        if chance.happens(onceIn: 20) { lines.append("wanted of nobody") }
        if chance.happens(onceIn: 3) {
            for line in lines { text.lines(line) }
        } else {
            text.block(lines)
        }
        text.lines("look")
    }

    private mutating func record(_ text: inout HelperText) {
        let listed = (Self.files + [#"/home/gb/compose/"q\"#]).filter { _ in !chance.happens(onceIn: 4) }
        let lines =
            listed.map { "\"host01/file\($0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"" }
            + Self.directories.map { "\"host01/directory\($0)\"" }
            + (chance.happens(onceIn: 2) ? ["\"host01/container/redis\""] : [])
            + (chance.happens(onceIn: 2) ? ["\"cluster/emqx\"", "\"emqx/user/everyone\""] : [])
        let new = Array(
            ("{\"formatVersion\": 1, \"broker\": null, \"resources\": [\n" + lines.joined(separator: ",\n") + "\n]}\n")
                .utf8)
        let known = chance.happens(onceIn: 8) ? nil : manifest
        text.lines("manifest", "expect \(known.map { Digest(of: $0).hexadecimal } ?? "absent")")
        text.payload(new)
        if token != nil, known != nil || manifest == nil { manifest = new }
    }

    /// No Redis listens: what is not refused for its words or for the record gets
    /// no answer.
    private mutating func redis(_ text: inout HelperText) {
        let node = String(repeating: "0a", count: 20)
        let requests = [
            ["action meet", "address 192.0.2.1"], ["action meet", "address host; reboot"],
            ["action announce", "address 192.0.2.1"], ["action announce", "address \(node)"],
            ["action forget", "node \(node)"], ["action replicate", "node \(node.uppercased())"],
            ["action replicate", "node \(node)"], ["action failover", "mode agreed"],
            ["action failover", "mode alone"], ["action failover", "mode takeover"], ["action assign", "slots 0-5460 9-9"],
            ["action assign", "slots 0-16384"], ["action assign", "slots 1"], ["action flushall", "node \(node)"],
        ]
        text.lines("redis")
        for line in requests.randomElement(using: &chance) ?? [] { text.lines(line) }
    }

    /// No EMQX listens either; what a host remembers of users it can be told.
    private mutating func emqx(_ text: inout HelperText) {
        let stamp = "stamp " + String(repeating: "0a", count: 32)
        let user = ["resource everyone", "user everyone"]
        let requests = [
            ["action note"] + user + [stamp], ["action note"] + user + ["stamp of nobody"],
            ["action note", "resource root", "user root", stamp], ["action remove"] + user,
            ["action remove", "resource a/b", "user everyone"], ["action remove", "resource everyone", "user a b"],
            ["action remove", "resource (publisher)", "user .."], ["action open"],
        ]
        text.lines("emqx")
        if chance.happens(onceIn: 4) {
            text.lines("action configure")
            return text.payload(Array("\"pass\"".utf8))
        }
        if chance.happens(onceIn: 4) {
            for line in ["action user"] + user + [stamp] { text.lines(line) }
            return text.payload(Array("{}\n{}\n-\n".utf8))
        }
        for line in requests.randomElement(using: &chance) ?? [] { text.lines(line) }
    }

    private mutating func makeDirectory(_ text: inout HelperText) {
        let path = Self.directories.randomElement(using: &chance) ?? ""
        let expected = ["absent", "root:root:0755", "daemon:root:0700"].randomElement(using: &chance) ?? ""
        text.lines(
            "mkdir", "path \(path)", "owner daemon", "group root",
            "mode \(chance.happens(onceIn: 2) ? "0700" : "0755")", "expect \(expected)")
    }

    private mutating func put(_ text: inout HelperText) {
        let path = Self.files.randomElement(using: &chance) ?? ""
        let new = Array("version \(Int.random(in: 0...3, using: &chance))\n".utf8)
        let known = chance.happens(onceIn: 5) ? nil : contents[path]
        text.lines(
            "put", "path \(path)", "owner root", "group daemon", "mode \(chance.happens(onceIn: 3) ? "0640" : "0644")",
            "expect \(known.map { Digest(of: $0).hexadecimal } ?? "absent")", "check none")
        text.payload(new)
        if known != nil || contents[path] == nil { contents[path] = new }
    }

    private mutating func remove(_ text: inout HelperText) {
        if chance.happens(onceIn: 3) {
            let path = Self.directories.randomElement(using: &chance) ?? ""
            return text.lines("remove", "kind directory", "path \(path)", "expect empty")
        }
        let path = Self.files.randomElement(using: &chance) ?? ""
        text.lines(
            "remove", "kind file", "path \(path)",
            "expect \(contents[path].map { Digest(of: $0).hexadecimal } ?? "absent")")
    }
}
