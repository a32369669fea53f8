import Foundation
import Testing

/// Who may come into EMQX, on the lab: as the desired state says, whatever hands
/// did. The tests build on each other and run in this order.
@Suite("The EMQX cluster on the lab", .serialized)
struct EMQXLabTests {
    private static let brokers = ["wbroker01", "wbroker02", "wbroker03"]

    /// Talks to EMQX's API on a broker as its dashboard would: `api METHOD PATH [JSON]`.
    private static let api = """
        password=$(docker inspect -f '{{range .Config.Env}}{{println .}}{{end}}' emqx \
            | sed -n 's/^EMQX_DASHBOARD__DEFAULT_PASSWORD=//p')
        case $password in '"'*) ;; *) password="\\"$password\\"" ;; esac
        base=http://127.0.0.1:18083/api/v5
        users=/authentication/password_based%3Abuilt_in_database/users
        token=$(curl -s -d "{\\"username\\":\\"admin\\",\\"password\\":$password}" $base/login \
            | sed 's/.*"token" *: *"\\([^"]*\\)".*/\\1/')
        api() { curl -s -X "$1" -H "Authorization: Bearer $token" ${3:+-d "$3"} "$base$2"; }

        """

    private func api(_ call: String, on host: String = "wbroker02", _ broker: FaultyBroker) async throws -> String {
        try await broker.lab.on(host, Self.api + "api " + call)
    }

    /// Publishes to a broker.
    ///
    /// - Returns: what the client says; empty when it was let in.
    private func publish(
        _ topic: String, as login: String, to host: String, _ broker: FaultyBroker
    ) async throws -> String {
        try await broker.lab.on(
            host, "docker exec emqx mosquitto_pub -q 1 \(login) -t \(topic) -m sent 2>&1 | head -n 1")
    }

    /// Waits until a broker lets the client in, or refuses it: what one was told all
    /// know a moment later.
    private func expect(_ login: String, isLetIn: Bool, by host: String, _ broker: FaultyBroker) async throws {
        try await eventually("\(host) \(isLetIn ? "lets in" : "refuses") '\(login)'", within: .seconds(60)) {
            let answer = try await publish("a", as: login, to: host, broker)
            return isLetIn ? answer.isEmpty : answer.contains("Refused")
        }
    }

    /// What `everyone` receives on a topic while somebody publishes to it.
    private func received(_ topic: String, from login: String, _ broker: FaultyBroker) async throws -> String {
        try await broker.lab.on(
            "wbroker01",
            """
            docker exec emqx timeout 4 mosquitto_sub -u everyone -P everyone -t '\(topic)' -C 1 >/tmp/received &
            while kill -0 $! 2>/dev/null; do docker exec emqx mosquitto_pub -q 1 \(login) -t '\(topic)' -m sent; done
            wait
            cat /tmp/received
            """)
    }

    @Test("1. Users come in with their password and do what they may; nobody else comes in anywhere")
    func users() async throws {
        let broker = try await FaultyBroker.converged()
        #expect(try await broker.controller.plan().steps.isEmpty)
        for host in Self.brokers {
            let members = try await broker.lab.on(host, "docker exec emqx emqx_ctl cluster status")
            for name in Self.brokers {
                #expect(members.contains("'emqx@\(name).isobar.example'"), "\(host): \(members)")
            }
            try await expect("-u everyone -P everyone", isLetIn: true, by: host, broker)
            for stranger in ["", "-u everyone -P wrong", "-u admin -P public"] {
                try await expect(stranger, isLetIn: false, by: host, broker)
            }
        }
        let password = try await broker.lab.on(
            "waloop01",
            """
            docker inspect -f '{{range .Config.Env}}{{println .}}{{end}}' $(docker ps -q) \
                | sed -n 's/^MQTT_PUB_PASSWORD=//p' | head -n 1
            """)
        let publisher = "-u globalbroker -P '\(password)'"
        #expect(try await received("cache/a/wis2/x", from: publisher, broker) == "sent")
        #expect(try await received("cache/a/wis2/x", from: "-u everyone -P everyone", broker).isEmpty)
        #expect(try await received("other/x", from: publisher, broker).isEmpty)
    }

    @Test("2. What hands do is drift in words; ours is mended, theirs stays until the list is complete")
    func hands() async throws {
        let broker = try await FaultyBroker.converged()
        _ = try await api(#"DELETE $users/everyone"#, broker)
        _ = try await api(#"POST $users '{"user_id":"guest","password":"guest","is_superuser":true}'"#, broker)
        _ = try await api(#"POST /authorization/sources '{"type":"file","enable":true}'"#, broker)
        try await eventually("all brokers know", within: .seconds(60)) {
            let one = try await api("GET $users", on: "wbroker01", broker)
            let other = try await api("GET $users", on: "wbroker03", broker)
            return (one + other).contains("guest") && !(one + other).contains("everyone")
        }
        let drift = try await broker.controller.isobar("drift").output
        for words in [
            "the user everyone is missing", "the user guest was made by somebody else (everything)",
            "the EMQX cluster has rules from file, built_in_database",
        ] {
            #expect(drift.contains(words), "\(drift)")
        }
        let plan = try await broker.controller.plan()
        #expect(plan.steps.map(\.resource) == ["cluster/emqx", "emqx/user/everyone"])
        try await broker.controller.apply()
        try await expect("-u everyone -P everyone", isLetIn: true, by: "wbroker03", broker)
        #expect(try await api("GET $users", broker).contains("guest"))

        try broker.controller.replace("emqx: {", with: "emqx: {otherUsers: remove, ", in: "broker.yaml")
        try await broker.controller.commit("The list of users is complete")
        #expect(try await broker.controller.plan().steps.map(\.resource) == ["emqx/user/guest"])
        try await broker.controller.apply()
        #expect(try await !api("GET $users", broker).contains("guest"))
        #expect(try await broker.controller.plan().steps.isEmpty)
        try broker.controller.replace("emqx: {otherUsers: remove, ", with: "emqx: {", in: "broker.yaml")
        try await broker.controller.commit("The list of users is open")
        #expect(try await broker.controller.plan().steps.isEmpty)
    }

    @Test("3. A commit changes a password, makes and removes a user; an older EMQX is refused")
    func commits() async throws {
        let broker = try await FaultyBroker.converged()
        let before = try broker.controller.read("broker.yaml")
        try broker.controller.replace("password: everyone,", with: "password: another,", in: "broker.yaml")
        try broker.controller.replace(
            "users:\n", with: "users:\n  visitor: {password: visiting, subscribe: [\"x/#\"]}\n", in: "broker.yaml")
        try await broker.controller.commit("Another password, another user")
        #expect(
            try await broker.controller.plan().steps.map { "\($0.action) \($0.resource)" }.sorted()
                == ["create emqx/user/visitor", "update emqx/user/everyone"])
        try await broker.controller.apply()
        for host in Self.brokers {
            try await expect("-u everyone -P everyone", isLetIn: false, by: host, broker)
            try await expect("-u everyone -P another", isLetIn: true, by: host, broker)
            try await expect("-u visitor -P visiting", isLetIn: true, by: host, broker)
        }
        try broker.controller.write("broker.yaml", before)
        try await broker.controller.commit("Back")
        try await broker.controller.apply()
        try await expect("-u visitor -P visiting", isLetIn: false, by: "wbroker01", broker)
        try await expect("-u everyone -P everyone", isLetIn: true, by: "wbroker01", broker)
        #expect(try await broker.controller.plan().steps.isEmpty)

        let versions = try broker.controller.read("versions.yaml")
        let line = try #require(versions.split(separator: "\n").first { $0.hasPrefix("emqx: ") })
        let repository = line.dropFirst("emqx: ".count).prefix { $0 != ":" }
        try broker.controller.replace(String(line), with: "emqx: \(repository):5.7.2", in: "versions.yaml")
        try await broker.controller.commit("An older EMQX")
        let plan = try await broker.controller.plan()
        #expect(!plan.steps.contains { $0.resource.hasSuffix("/container/emqx") })
        #expect(plan.conflicts.map(\.resource) == Self.brokers.map { "\($0)/container/emqx" })
        try broker.controller.write("versions.yaml", versions)
        try await broker.controller.commit("Back")
        #expect(try await broker.controller.plan().steps.isEmpty)
    }

    @Test("4. A publisher with another name takes over; the one before leaves last, and no secret name is said")
    func publisher() async throws {
        let broker = try await FaultyBroker.converged()
        let before = try broker.controller.read("broker.yaml")
        let line = try #require(before.firstMatch(of: /username: (globalbroker)/))
        let program = try #require(ProcessInfo.processInfo.environment["ISOBAR_PROGRAM"])
        let sealed = try await Shell.run(
            "/bin/sh",
            [
                "-c", "printf %s hiddenname | \"$0\" secret set publisher-name --path \"$1\"", program,
                broker.controller.state,
            ])
        try #require(sealed.status == 0, "\(sealed.errorOutput)")
        try broker.controller.replace(
            String(line.0), with: "username: {secret: publisher-name}", in: "broker.yaml")
        try await broker.controller.commit("The publisher's name is a secret")
        let plan = try await broker.controller.plan()
        let removal = try #require(plan.steps.first { $0.resource == "emqx/user/globalbroker" })
        #expect(removal.action == "delete" && plan.steps.contains { $0.resource == "emqx/user/(publisher)" })
        var said = try await broker.controller.apply().output
        #expect(try await api("GET $users", broker).contains("hiddenname"))
        #expect(try await !api("GET $users", broker).contains("globalbroker"))

        try broker.controller.write("broker.yaml", before)
        try await broker.controller.commit("It is none")
        #expect(
            try await broker.controller.plan().steps.filter { $0.resource.hasPrefix("emqx/") }
                .map { "\($0.action) \($0.resource)" }
                == ["create emqx/user/globalbroker", "delete emqx/user/(former-publisher)"])
        said += try await broker.controller.isobar("plan").output
        said += try await broker.controller.apply().output
        #expect(try await !api("GET $users", on: "wbroker03", broker).contains("hiddenname"))
        #expect(said.contains("former-publisher") && !said.contains("hiddenname"))
        #expect(try await broker.controller.plan().steps.isEmpty)
    }
}
