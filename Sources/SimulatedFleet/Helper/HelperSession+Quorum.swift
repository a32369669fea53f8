import BrokerModel
import Foundation

/// The third vote of the cluster.
extension HelperSession {
    mutating func showQuorum() {
        write("#quorum")
        if host.packages["corosync-qnetd"] != nil {
            let digest = host.quorum.isServing ? Digest(of: authority).hexadecimal : ""
            write("present", state(host.quorum.isServing), digest)
        } else {
            write("absent", "", "")
        }
        if host.packages["corosync-qdevice"] != nil {
            let isAsking = host.quorum.isAsking
            write("present", state(isAsking), host.quorum.authority ?? "", isAsking ? "connected" : "no")
        } else {
            write("absent", "", "", "")
        }
    }

    /// Stands for the certificate of this host's own authority.
    private var authority: [UInt8] { Array("authority of \(host.name)".utf8) }

    private func state(_ isRunning: Bool) -> String { isRunning ? "enabled active" : "disabled inactive" }

    mutating func changeQuorum() throws {
        let action = try reader.want("action")
        var document: (digest: String, bytes: [UInt8])?
        if ["request", "sign", "enrol"].contains(action) {
            let digest = try reader.want("digest")
            document = (digest, try reader.payload(try reader.number("size")))
        }
        let server = action == "use" ? try reader.want("server") : nil
        try needLease()
        guard isListed("cluster/quorum-device") else {
            throw Refusal("refused", "/var/lib/isobar/managed.json does not list cluster/quorum-device")
        }
        let before = (host.cluster, host.quorum)
        switch action {
        case "serve":
            host.quorum.isServing = true
            answer(authority)
        case "sign": if let document { answer(Array("signed ".utf8) + document.bytes) }
        case "request" where host.quorum.authority != document?.digest:
            host.quorum.requested = document?.digest
            answer(Array("request of \(host.name)".utf8))
        case "request": break
        case "enrol":
            guard let requested = host.quorum.requested else {
                throw Refusal("moved", "this member asked for no certificate")
            }
            host.quorum.authority = requested
        case "use": host.cluster?.device = server
        case "connect": host.quorum.isAsking = true
        case "leave":
            host.cluster?.device = nil
            host.quorum = SimulatedQuorum()
        case "reload": break
        case "retire": host.quorum.isServing = false
        default: throw Finish(outcome: "malformed", message: "there is no quorum action '\(action)'")
        }
        var effect = Effect(.cluster, nil, on: host.name)
        effect.isNeedless = before == (host.cluster, host.quorum) && action != "sign"
        note(effect)
    }

    private mutating func answer(_ document: [UInt8]) {
        write("#document", Data(document).base64EncodedString())
    }
}
