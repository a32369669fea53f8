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
        #expect(
            said == [
                "ca-eccc-msc receives from elsewhere.example:8883 instead of mqtt.example:8883",
                "ca-eccc-msc is subscribed anew: other broker and password",
            ])
    }

    @Test("Another secret is told with all that go by it, and never its value")
    func changedSecret() throws {
        let name = try #require(SecretName("everyone"))
        func said(_ nodes: Int) throws -> [String] {
            try consequences { scene in
                scene.base.secrets[name] = EncryptedSecret(ciphertext: [1], blob: "a")
                scene.base.nodes = (1...max(nodes, 1)).map { Scene.node("xx-n\($0)") }
                for index in 0..<nodes { scene.base.nodes[index].subscription.password = .secret(name) }
                scene.base.broker.users["ada"] = MQTTUser(password: .secret(name), subscribe: [])
                scene.merged = scene.base
                scene.changedSecrets = [name]
            }
        }
        #expect(try said(0) == ["the secret everyone is another one: the MQTT user ada"])
        #expect(try said(1) == ["the secret everyone is another one: 1 node (xx-n1), the MQTT user ada"])
        #expect(
            try said(7) == [
                "the secret everyone is another one: 7 nodes (xx-n1, xx-n2, xx-n3, xx-n4, xx-n5 and 2 more), "
                    + "the MQTT user ada"
            ])
    }

    @Test("A secret that comes to a server, or into a container, where it was not, is a warning")
    func exposed() throws {
        let name = try #require(SecretName("publisher"))
        func change(_ edit: (inout Node) -> Void) throws -> Preview {
            var scene = Scene()
            scene.base.secrets[name] = EncryptedSecret(ciphertext: [1], blob: "a")
            scene.base.broker.publish.password = .secret(name)
            scene.base.nodes[1].subscription.password = .secret(name)
            scene.merged = scene.base
            edit(&scene.merged.nodes[0])
            return try scene.preview
        }
        let sent = try change {
            $0.subscription.broker = .literal("mqtts://u:hunter2@evil.example:8883/x")
            $0.subscription.password = .secret(name)
        }
        let told = "the secret publisher is sent to evil.example:8883 for the first time, by ca-eccc-msc"
        #expect(sent.planned?.exposures.map(\.text) == [told] && sent.planned?.consequences.first?.text == told)
        let comment = PreviewComment(sent, limit: .github).render()
        #expect(comment.contains("#### ⚠️") && comment.contains("**Warning**: the secret `publisher` is sent"))
        let given = try change { $0.environment["MQTT_SUB_BROKER"] = .secret(name) }
        #expect(
            given.planned?.exposures.map(\.text) == ["the secret publisher is given to ca-eccc-msc for the first time"])
        // Where it went before, it may go by another node.
        #expect(try change { $0.subscription.password = .secret(name) }.planned?.exposures.isEmpty == true)
        #expect(try change { _ in }.planned?.exposures.isEmpty == true)
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
                "emqx goes from emqx:5.8.6 to emqx:5.9.0: one broker after the other; its clients connect anew, to the others",
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
