extension HelperSession {
    mutating func showRedis() {
        guard host.answersRedis(at: now) else { return write("#redis", "silent", "") }
        write("#redis", "answers", host.startedRedis().replies)
    }

    mutating func tellRedis() throws {
        let action = try reader.want("action")
        let argument: String
        switch action {
        case "meet", "announce":
            argument = try reader.want("address")
            try demand(!argument.isEmpty && argument.utf8.allSatisfy(Self.isOfAddress), "that is no address")
        case "forget", "replicate":
            argument = try reader.want("node")
            try demand(
                argument.utf8.count == 40 && argument.utf8.allSatisfy(Self.isLowercaseHexadecimal), "that is no node")
        case "failover":
            argument = try reader.want("mode")
            try demand(["agreed", "voted", "alone"].contains(argument), "that is no mode of a failover")
        case "assign":
            argument = try reader.want("slots")
            for range in argument.split(separator: " ") {
                try demand(Self.isRange(range), "that is no range of slots")
            }
        default: throw Finish(outcome: "malformed", message: "there is no redis action '\(action)'")
        }
        try needLease()
        guard isManaged("container", "/redis") else {
            throw Refusal("refused", "/var/lib/isobar/managed.json does not list \(scope)/container/redis")
        }
        guard host.answersRedis(at: now) else { throw Refusal("failed", "Redis does not answer on port 6379") }
        var redis = host.startedRedis()
        do {
            guard try redis.tell(action, argument, at: now) else { return }
        } catch {
            throw Refusal("failed", error.words)
        }
        host.redis = redis
        note(Effect(.redis, nil, on: host.name))
    }

    private func demand(_ condition: Bool, _ message: String) throws {
        if !condition { throw Finish(outcome: "malformed", message: message) }
    }

    private static func isOfAddress(_ byte: UInt8) -> Bool {
        isLowercaseHexadecimal(byte) || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte)
            || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
    }

    private static func isLowercaseHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    private static func isRange(_ text: Substring) -> Bool {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        let areNumbers = ends.allSatisfy { (1...9).contains($0.count) && $0.allSatisfy { $0.isASCII && $0.isNumber } }
        return ends.count == 2 && areNumbers && (Int(ends[1]) ?? .max) < 16384
    }
}
