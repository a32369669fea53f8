import BrokerModel
import Testing

@testable import Fleet

@Suite("Routes of Traefik")
struct TraefikVerdictTests {
    private static let wanted = TraefikSpecification(routers: ["a@docker", "b@file"])

    @Test func allEnabled() {
        let routers =
            ["a@docker", "b@file"].map { #"{"name":"\#($0)","status":"enabled"}"# }
            + [#"{"name":"c@file","status":"disabled"}"#]
        let answer = Array("[\(routers.joined(separator: ","))]".utf8)
        #expect(TraefikVerdict(of: Self.wanted, TraefikRouters.observation(answer)).isGood)
    }

    @Test func aMissingAndADisabledRouterAreNamed() {
        let routers = Array(
            #"[{"name":"b@file","status":"disabled","error":["middleware \"stripb@file\" does not exist"]}]"#.utf8)
        let verdict = TraefikVerdict(of: Self.wanted, TraefikRouters.observation(routers))
        #expect(!verdict.isGood)
        #expect(
            verdict.explanation
                == "router a@docker is not there; router b@file is disabled: middleware \"stripb@file\" does not exist")
    }

    @Test(arguments: [nil, "", "{}", "404 page not found"])
    func noAnswerIsNotGood(_ text: String?) {
        let observation = TraefikRouters.observation(text.map { Array($0.utf8) })
        #expect(!observation.answers)
        #expect(!TraefikVerdict(of: TraefikSpecification(routers: []), observation).isGood)
    }
}
