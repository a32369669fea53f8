extension BadInput {
    static let keys: [BadInput] = [
        BadInput(
            "a mistyped key", .replace("centreId:", with: "centerId:", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:1:1: error: the key "centreId" is missing"#,
            #"nodes/ca-eccc-msc.yaml:1:1: error: unknown key "centerId""#,
            #"  hint: did you mean "centreId"?"#),
        BadInput(
            "an unknown key far from any",
            .replace("enabled: true", with: "bananas: true", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:10:1: error: unknown key "bananas""#,
            "  hint: known here: centreId, kind, subscribe, checks, enabled, image, environment, placement, expires"),
        BadInput(
            "a mistyped nested key",
            .replace("verifyCertificate: true", with: "verifyCert: true", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:7:3: error: subscribe: unknown key "verifyCert""#,
            #"  hint: did you mean "verifyCertificate"?"#),
        BadInput(
            "a missing key",
            .replace("  broker: mqtts://mqtt.example.ca:8883\n", with: "", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:3:3: error: subscribe: the key "broker" is missing"#),
        BadInput(
            "a key without value", .replace("username: everyone", with: "username:", in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:4:12: error: subscribe.username: has no value"),
        BadInput(
            "another format version", .replace("formatVersion: 1", with: "formatVersion: 2", in: "broker.yaml"),
            "broker.yaml:1:16: error: formatVersion: 2 is not possible here; expected 1"),
    ]
}
