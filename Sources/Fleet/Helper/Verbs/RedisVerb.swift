internal import BrokerModel

/// Says something to the Redis node of a host (docs/redis.md).
struct RedisVerb: HelperVerb {
    var command: RedisCommand

    var attempted: String {
        switch command {
        case .meet(let address): "have Redis get to know \(address)"
        case .announce(let address): "have Redis announce \(address)"
        case .failover: "have Redis take over from its master"
        case .forget: "have Redis forget a node"
        case .assign: "give slots to Redis"
        case .replicate: "have Redis follow a master"
        }
    }

    var subject: String { "redis" }

    func write(to request: inout HelperRequest) {
        request.word("redis")
        switch command {
        case .meet(let address):
            request.line("action", "meet")
            request.line("address", address)
        case .announce(let address):
            request.line("action", "announce")
            request.line("address", address)
        case .failover(let mode):
            request.line("action", "failover")
            request.line("mode", mode.rawValue)
        case .forget(let id):
            request.line("action", "forget")
            request.line("node", id)
        case .assign(let slots):
            request.line("action", "assign")
            request.line("slots", slots.map { "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: " "))
        case .replicate(let id):
            request.line("action", "replicate")
            request.line("node", id)
        }
    }
}
