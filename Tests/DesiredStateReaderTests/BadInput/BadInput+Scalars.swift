extension BadInput {
    static let scalars: [BadInput] = [
        BadInput(
            "a boolean as YAML 1.1 writes it",
            .replace("enabled: true", with: "enabled: no", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:10:10: error: enabled: expected true or false, found "no""#,
            "  hint: write false, without quotes"),
        BadInput(
            "a quoted boolean", .replace("enabled: true", with: #"enabled: "true""#, in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:10:10: error: enabled: expected true or false, found "true""#,
            "  hint: write true, without quotes"),
        BadInput(
            "a word for a boolean", .replace("enabled: true", with: "enabled: maybe", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:10:10: error: enabled: expected true or false, found "maybe""#),
        BadInput(
            "an octal number", .replace("port: 22", with: "port: 022", in: "hosts.yaml"),
            #"hosts.yaml:1:27: error: ssh.port: expected a whole number, found "022""#,
            "  hint: numbers are decimal: no leading zeros"),
        BadInput(
            "a number in base sixty", .replace("port: 22", with: "port: 22:22", in: "hosts.yaml"),
            #"hosts.yaml:1:27: error: ssh.port: expected a whole number, found "22:22""#),
        BadInput(
            "a quoted number", .replace("port: 22", with: #"port: "22""#, in: "hosts.yaml"),
            #"hosts.yaml:1:27: error: ssh.port: expected a number, found the text "22""#,
            "  hint: take the quotes away"),
        BadInput(
            "a number out of range", .replace("port: 22", with: "port: 65536", in: "hosts.yaml"),
            "hosts.yaml:1:27: error: ssh.port: 65536 is not possible here; expected 1 to 65535"),
        BadInput(
            "a list for text",
            .replace("username: everyone", with: "username: [everyone]", in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:4:13: error: subscribe.username: expected text, found a list"),
        BadInput(
            "text for a list",
            .replace(
                #"topics: ["origin/a/wis2/ca-eccc-msc/#"]"#,
                with: #"topics: "origin/a/wis2/ca-eccc-msc/#""#, in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:6:11: error: subscribe.topics: expected a list, found a single value",
            "  hint: write [a, b], also for one"),
        BadInput(
            "an empty list", .replace(#"["origin/a/wis2/ca-eccc-msc/#"]"#, with: "[]", in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:6:11: error: subscribe.topics: the list needs at least one entry"),
        BadInput(
            "an entry twice",
            .replace(
                #""origin/a/wis2/ca-eccc-msc/#"]"#,
                with: #""origin/#", "origin/#"]"#, in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:6:24: error: subscribe.topics[1]: stands in the list twice"),
        BadInput(
            "a mistyped check", .replace("topic: verify", with: "topic: verfy", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:9:34: error: checks.topic: "verfy" is not one of verify, discard, ignore"#,
            #"  hint: did you mean "verify"?"#),
        BadInput(
            "a check that does not exist",
            .replace("topic: verify", with: "topic: strictly", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:9:34: error: checks.topic: "strictly" is not one of verify, discard, ignore"#),
        BadInput(
            "an MQTT version that does not exist",
            .replace("mqttVersion: 5", with: "mqttVersion: 3", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:8:16: error: subscribe.mqttVersion: "3" is not one of 4, 5"#),
        BadInput(
            "a day that does not exist", .replace("2026-12-31", with: "2026-02-30", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:14:10: error: expires: "2026-02-30" is no date such as 2026-12-31"#),
    ]
}
