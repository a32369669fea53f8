import BrokerModel
import Testing

@testable import DesiredStateReader

@Suite("Values: what is written is what is meant")
struct ValueTests {
    @Test(
        "text that looks like something else stays text",
        arguments: ["0123", "no", "1.10", "~", "null", "0x1F", "1e3", "true"])
    func textStaysText(_ text: String) throws {
        let fixture = try Fixture()
            .replacing("username: everyone", with: "username: \(text)", in: "nodes/ca-eccc-msc.yaml")
            .replacing("TZ: UTC", with: "TZ: \(text)", in: "nodes/ca-eccc-msc.yaml")
        let node = try #require(try fixture.read().state?.nodes.first)
        #expect(node.subscription.username == .literal(text))
        #expect(node.environment == ["TZ": .literal(text)])
    }

    @Test("what is left out has its default")
    func defaults() throws {
        var fixture = Fixture()
        fixture.files["nodes/ca-eccc-msc.yaml"] = Array(
            "centreId: ca-eccc-msc\nsubscribe: {broker: mqtt://mqtt.example.ca}\n".utf8)
        let state = try #require(try fixture.read().state)
        let node = Node(
            centreID: try #require(CentreID("ca-eccc-msc")),
            subscription: Subscription(broker: .literal("mqtt://mqtt.example.ca")),
            source: SourcePosition(file: "nodes/ca-eccc-msc.yaml", line: 1))
        #expect(state.nodes == [node])
        #expect(state.nodes[0].subscription.verifyCertificate)
        #expect(state.broker.rollout == RolloutLimits())
        #expect(state.broker.containerUser == ContainerUser())
    }

    @Test("users that nobody asks for stay, unless the list is complete")
    func otherUsers() throws {
        #expect(try Fixture().read().state?.broker.emqx.otherUsers == .keep)
        let fixture = try Fixture().replacing("emqx: {", with: "emqx: {otherUsers: remove, ", in: "broker.yaml")
        #expect(try fixture.read().state?.broker.emqx.otherUsers == .remove)
    }

    @Test("a host may override any part of the way it is reached")
    func hostAccess() throws {
        let fixture = try Fixture()
            .replacing("user: ansadm, port: 22", with: "user: admin, port: 2222", in: "hosts.yaml")
            .replacing("{role: manage", with: "{transport: openssh, port: 22, role: manage", in: "hosts.yaml")
        let hosts = try #require(try fixture.read().state?.hosts)
        #expect(hosts.first?.access == HostAccess(user: "admin", port: 2222, transport: .auto))
        #expect(hosts.last?.access == HostAccess(user: "admin", port: 22, transport: .openssh))
        #expect(hosts.last?.source == SourcePosition(file: "hosts.yaml", line: 11, column: 3))
    }

    @Test("a source of packages, with and without suites")
    func packageSource() throws {
        let key = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDM=\n-----END PGP PUBLIC KEY BLOCK-----\n"
        let block = key.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)\n" }.joined()
        for (suite, components) in [("./", []), ("bookworm", ["main"])] {
            let text = "packages:\n  source: http://192.0.2.60/debian\n  suite: \(suite)\n  signingKey: |\n\(block)"
            let state = try #require(try Fixture().replacing("", with: text, in: "broker.yaml").read().state)
            #expect(
                state.broker.packageSource
                    == PackageSource(
                        url: "http://192.0.2.60/debian", suite: suite, components: components, signingKey: key))
        }
    }

    @Test(
        "a source of packages that is none",
        arguments: [
            ("source: http://192.0.2.60", "source: ftp://192.0.2.60", "is no http, https or file URL"),
            ("source: http://192.0.2.60", "source: http://me:pw@192.0.2.60", "holds user information"),
            ("source: http://192.0.2.60", "source: \"http://192.0.2.60/ x\"", "is no http, https or file URL"),
            ("suite: ./", "suite: ../x", "is no suite"), ("suite: ./", "suite: \"a b\"", "is no suite"),
            ("suite: ./", "suite: ./\n  components: [main]", "a directory has no components"),
            ("PUBLIC KEY BLOCK", "PRIVATE KEY BLOCK", "expected one armored public OpenPGP key"),
            ("mDM=", "-----END X-----", "expected one armored public OpenPGP key"),
        ])
    func badPackageSource(_ old: String, _ new: String, _ message: String) throws {
        let text = """
            packages:
              source: http://192.0.2.60
              suite: ./
              signingKey: |
                -----BEGIN PGP PUBLIC KEY BLOCK-----
                mDM=
                -----END PGP PUBLIC KEY BLOCK-----

            """
        #expect(text.contains(old))
        let result = try Fixture().replacing("", with: text.replacing(old, with: new), in: "broker.yaml").read()
        #expect(result.state == nil)
        #expect(result.diagnostics.contains { $0.message.contains(message) })
        #expect(!result.diagnostics.contains { $0.message.contains("me:pw") })
    }

    @Test("sudo is narrowed for all, or for one host")
    func sudo() throws {
        let fixture = try Fixture()
            .replacing("user: ansadm, port: 22", with: "user: ansadm, sudo: narrow, port: 22", in: "hosts.yaml")
            .replacing("{role: manage", with: "{sudo: keep, role: manage", in: "hosts.yaml")
        let hosts = try #require(try fixture.read().state?.hosts)
        #expect(hosts.first?.access.sudo == .narrow)
        #expect(hosts.last?.access.sudo == .keep)
    }

    @Test("another load balancer, another Redis, a licence")
    func alternatives() throws {
        let fixture = try Fixture()
            .replacing(BadInput.balancer, with: "loadBalancer: external", in: "broker.yaml")
            .replacing("emqx: {", with: "emqx: {license: {secret: s}, ", in: "broker.yaml")
            .replacing("", with: "redis: {external: [\"redis.example.org:6379\"]}\n", in: "broker.yaml")
            .replacing("emqx:5.8.6", with: "emqx:5.10.0", in: "versions.yaml")
        let state = try #require(try fixture.read().state)
        #expect(state.broker.loadBalancer == .external)
        #expect(state.broker.redis == .external([.literal("redis.example.org:6379")]))
    }

    @Test(
        "addresses",
        arguments: [
            ("192.168.0.1", true), ("192.168.0.256", false), ("192.168.0", false), ("192.168.0.01", false),
            ("::1", true),
            ("2001:db8::7", true), ("2001:db8:::7", false), ("::ffff:192.168.0.1", true), ("1:2:3:4:5:6:7:8", true),
            ("1:2:3:4:5:6:7", false), ("1:2:3:4:5:6:7:8:9", false), ("::1::", false), ("fe80::1%eth0", false),
            (":", false),
            ("1::2:3:4:5:6:7:8", false), ("", false), ("12345::", false), ("+1::", false),
        ])
    func addresses(_ text: String, _ isAddress: Bool) {
        #expect((IPAddress(text) != nil) == isAddress)
    }

    @Test("two ways to write one address are equal")
    func equalAddresses() {
        #expect(IPAddress("2001:DB8:0:0::7") == IPAddress("2001:db8::7"))
        #expect(IPAddress("::192.168.0.1") == IPAddress("::c0a8:1"))
    }

    @Test(
        "ranges",
        arguments: [
            ("192.168.0.0/16", true), ("0.0.0.0/0", true), ("192.168.0.1/32", true), ("192.168.1.0/16", false),
            ("2001:db8::/32", true), ("2001:db8::1/32", false), ("192.168.0.0/33", false), ("192.168.0.0/+8", false),
            ("192.168.0.0", false), ("192.168.0.0/", false), ("10.0.0.0/08", false),
        ])
    func ranges(_ text: String, _ isRange: Bool) {
        #expect(((try? AddressRange(text)) != nil) == isRange)
    }

    @Test(
        "host keys of all types",
        arguments: [
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMJq077EgSt/69Pr/WwLSucNYfsqJFTzwIC9KHrggtqR",
            "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBDQfNLewqfm72GeT7WHJmlwTIqom"
                + "OslAhj1TJNvdn4zKC02x+3sd18rwu/iTNj9alj4xoQyKN553dFVgP6hw8Bo=",
            "ecdsa-sha2-nistp384 AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBJl4w8rtMd1lmpdI/56xIbFRXGfO"
                + "4PNSdjbimqrrdh62g7kf/Ohtoaq5t7Az5i5WfHuL+8NaixOe9KH9q8SAci3rMtqCRMDl8mPcCJIJ+QHYYlwaZHuI12Sgv5EYdu0x"
                + "PA==",
            "ecdsa-sha2-nistp521 AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBAECKJXNUHNNCIPjH0ZEmdIUM8eT"
                + "7POXbsklgHU55CBYJKOL5HITwyLlLC97F4SBt1stfrORSif8R7369UUWXD5MCADgP5mt/OCQP92uzZz7AAQT/Vy0zgWbCyISFeuI"
                + "YLbCyyrrb8HlSfJqdcL/z+ro2R3UinYE6c/EFm8NT08aX3WbdA==",
            "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCvc4GsKMzAMlDXqtxQKn1AWxWcakJLwlQ5MWNN+qGhVBnBJMcsn/kNiC3P0cQ7"
                + "I1QfT0l8WyNKdeGbGtH/oK6kJvIWA3LpI/iahzoTWIAwT040aiLieibTcMhzkT0Kbt8DEEH9aFLYAY2Y2hiu8t4awU8fqp7Q3a7i"
                + "rVN8WnfbjjEWPDVxuiB5Mf2ZL63MCFcIxsC/VpWLTp52iYbXQBVwaD9hG0TRpaxNulIhVHLtWZC90FfxWQDze1MjLcpaRTeWQFVO"
                + "5FhviWeieDJMw0AEwDbZpSleH31ku1MVONot3r0y5pU/o6zr6OA7os19CxdV5C50WUohs7i3s8QFUnft",
        ])
    func hostKeys(_ text: String) throws {
        try HostKey.check(text)
        for damaged in [text + "=", String(text.dropLast(4)), text.replacing(" AAAA", with: " AAAB"), text + " x"] {
            #expect(throws: Refusal.self) { try HostKey.check(damaged) }
        }
    }

    @Test(
        "the nearest word",
        arguments: [
            ("verfy", "verify"), ("discrad", "discard"), ("IGNORE", "ignore"), ("x", nil), ("something else", nil),
        ])
    func suggestions(_ typed: String, _ meant: String?) {
        #expect(Suggestion.nearest(to: typed, among: ["verify", "discard", "ignore"]) == meant)
    }
}
