import BrokerModel
import Testing

@testable import Fleet

@Suite("Which variables are secret")
struct ConfidentialNamesTests {
    @Test(arguments: [
        "MQTT_SUB_PASSWORD", "AGENT_SECRET", "EMQX_NODE__COOKIE", "api_key", "X_TOKEN_Y", "EMQX_LICENSE", "KEY", "KEYS",
        "KEKEY", "ma\u{DF}Token", "pa\u{17F}\u{17F}word",
    ])
    func tellingNames(_ name: String) {
        #expect(ConfidentialNames(labels: [:], wanted: nil).contains(name))
    }

    @Test(arguments: ["", "KE", "K_E_Y", "PASSWOR", "MQTT_SUB_BROKER"])
    func plainNames(_ name: String) {
        #expect(!ConfidentialNames(labels: [:], wanted: nil).contains(name))
    }

    @Test func theLabelAndTheWantedValueTell() throws {
        let wanted = ContainerSpecification(
            name: "x", image: try ImageReference("x").required, environment: ["URL": "http://u:\(Secret("p"))@h"],
            network: .host, restartPolicy: .always)
        let names = ConfidentialNames(labels: ["io.isobar.confidential": "A,B"], wanted: wanted)
        #expect(names.contains("A") && names.contains("B") && names.contains("URL"))
        #expect(!names.contains("CENTRE_ID"))
    }
}
