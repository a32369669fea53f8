import BrokerModel
import Testing

@testable import Previews

@Suite("What a change means, in an operator's words")
struct ConsequenceTests {
    private func consequences(_ edit: (inout Scene) throws -> Void) throws -> [String] {
        var scene = Scene()
        scene.baseResources = [
            Scene.container("ca-eccc-msc", on: "waloop01"), Scene.container("ca-eccc-msc", on: "waloop02"),
            Scene.container("fr-meteofrance", on: "waloop01"), Scene.container("fr-meteofrance", on: "waloop02"),
        ]
        scene.mergedResources = scene.baseResources
        try edit(&scene)
        return try scene.change.consequences.map(\.text)
    }

    @Test("Nothing means nothing")
    func nothing() throws {
        #expect(try consequences { _ in } == [])
    }

    @Test("A node moves")
    func move() throws {
        let said = try consequences { scene in
            scene.mergedResources[2] = Scene.container("fr-meteofrance", on: "waloop03")
        }
        #expect(said == ["fr-meteofrance moves from waloop01 to waloop03"])
    }

    @Test("Nodes come, go, are switched off and expire")
    func nodes() throws {
        let said = try consequences { scene in
            scene.merged.nodes.append(Scene.node("de-dwd"))
            scene.mergedResources += ["waloop01", "waloop03"].map { Scene.container("de-dwd", on: $0) }
        }
        #expect(said == ["de-dwd comes new, on waloop01 and waloop03"])
        #expect(
            try consequences { $0.merged.nodes.removeFirst() }
                == ["ca-eccc-msc is deleted: its messages are no longer received"])
        #expect(
            try consequences { $0.merged.nodes[0].isEnabled = false }
                == ["ca-eccc-msc is switched off: it is taken off the hosts and stays in git"])
        #expect(
            try consequences { $0.merged.nodes[0].expires = CalendarDate("2026-01-01") }
                == ["ca-eccc-msc expired on 2026-01-01: it is taken off the hosts"])
    }

    @Test("What of a subscription is other, without its values")
    func subscription() throws {
        let said = try consequences { scene in
            scene.merged.nodes[0].subscription.broker = .literal("mqtts://user:hunter2@elsewhere.example:8883")
            scene.merged.nodes[0].subscription.password = .secret(try #require(SecretName("p")))
        }
        #expect(said == ["ca-eccc-msc is subscribed anew: other broker and password"])
    }

    @Test("Components and hosts")
    func components() throws {
        let said = try consequences { scene in
            scene.merged.versions.emqx = Scene.image("emqx:5.9.0")
            scene.merged.versions.grafana = Scene.image("grafana:11")
            scene.merged.hosts[0].address = "198.51.100.66"
            scene.merged.hosts[1].hostKey = "ssh-ed25519 BBBB"
            scene.merged.hosts.removeLast()
        }
        #expect(
            said == [
                "emqx goes from emqx:5.8.6 to emqx:5.9.0: one broker after the other; its clients move to the others",
                "grafana comes new: grafana:11",
                "waloop01 gets another address: 198.51.100.66 for 192.0.2.1",
                "waloop02 is trusted by another host key: compare it with the host's own",
                "waloop03 is no longer managed: what runs there is left as it is",
            ])
    }

    @Test("Users and limits")
    func broker() throws {
        let said = try consequences { scene in
            scene.base.broker.users = ["old": MQTTUser(password: .literal("a"), subscribe: [])]
            scene.merged.broker.users = ["new": MQTTUser(password: .literal("a"), subscribe: [])]
            scene.merged.broker.rollout.maxDeletes = 50
        }
        #expect(
            said == [
                "the MQTT user new may connect", "the MQTT user old may no longer connect",
                "the limit maxDeletes becomes 50 for 5, once this is applied",
            ])
    }
}
