import BrokerModel
import Foundation
import Testing

@testable import Blueprint

/// What Global Monitors come for, through the real Traefik.
@Suite(.serialized) struct GlobalMonitorTests {
    @Test func theyMayAskForTheWIS2MetricsAndNothingElse() async throws {
        try await serve { question in
            // Prometheus is not there: who is let through learns that.
            let letThrough = "502"
            let user = "monitor:sesame"
            let received = "match[]=wmo_wis2_gb_messages_received_total"
            try question.expect(letThrough, [received], user)
            try question.expect(letThrough, [received, "match[]=wmo_wis2_gb_connected_flag"], user)
            try question.expect("401", [received], "monitor:guess")
            try question.expect("401", [received], nil)
            for selector in [
                "up", "{__name__=~\".+\"}", "wm", "", " wmo_x", "\nwmo_x", "wmo", "{job=\"hosts\"}", "node_load1",
                "w\n",
            ] {
                for parameters in [["match[]=\(selector)"], [received, "match[]=\(selector)"]] {
                    try question.expect("404", parameters, user)
                }
            }
            // The body of a POST would be a way around.
            try question.expect("404", [received], user, method: "POST")
            try question.expect("404", ["match%5B%5D=up"], user, isEncoded: true)
        }
    }

    @Test func withoutTLSThereIsNothing() async throws {
        try await serve(scheme: "http") { question in
            try question.expect("404", ["match[]=wmo_wis2_gb_connected_flag"], "monitor:sesame")
        }
    }

    private struct Question {
        let scheme: String
        let port: UInt16

        /// Asks with parameters, `user:password` and a method.
        func expect(
            _ status: String, _ parameters: [String], _ user: String?, method: String? = nil, isEncoded: Bool = false,
            at place: SourceLocation = #_sourceLocation
        ) throws {
            var arguments = ["curl", "-sk", "-o", "/dev/null", "-w", "%{http_code}", "-G"]
            for parameter in parameters {
                let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                arguments += isEncoded ? ["-d", parameter] : ["--data-urlencode", "match[]=\(parts[1])"]
            }
            if let user { arguments += ["-u", user] }
            if let method { arguments += ["-X", method] }
            let answer = try Program.run(arguments + ["\(scheme)://127.0.0.1:\(port)/federate"]).output
            #expect(answer == status, "\(parameters)", sourceLocation: place)
        }
    }

    private func serve(scheme: String = "https", _ body: (Question) async throws -> Void) async throws {
        var broker = try SampleBroker.small()
        broker.desired.broker.traefik.certificate = nil
        // {SHA} of "sesame" (RFC 2307), made by: printf sesame | openssl sha1 -binary | base64
        broker.secrets[try SampleBroker.name("monitor-users")] = Secret("monitor:{SHA}CEo1Ae3vaEXy8eQZjsOiuBz1xrw=\n")
        let resources = try broker.resources()
        let prefix = "wmanage:/home/gb/traefik/"
        try await withTemporaryDirectory { directory in
            for name in ["isobar.yml", "management.yml"] {
                let contents = try text(prefix + "dynamic/\(name)", in: resources)
                try Data(contents.utf8).write(to: directory.appending(path: name))
            }
            let configuration = try text(prefix + "traefik.yml", in: resources)
            try await TraefikServer.with(configuration, dynamic: directory) { server in
                let routers = try await server.routers(4)
                #expect(routers.allSatisfy { $0.status == "enabled" }, "\(routers)")
                try await body(Question(scheme: scheme, port: scheme == "https" ? server.secure : server.web))
            }
        }
    }
}
