extension BadInput {
    static let placement: [BadInput] = [
        BadInput(
            "a pin to no host", .replace("waloop03]", with: "waloop30]", in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:13:31: error: placement.hosts[1]: waloop30 is no host of hosts.yaml",
            #"  hint: did you mean "waloop03"?"#),
        BadInput(
            "a pin to a broker", .replace("waloop03]", with: "wbroker01]", in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:13:31: error: placement.hosts[1]: wbroker01 has the role broker, not antiloop",
            "  hint: antiloop hosts: waloop01, waloop02, waloop03"),
        BadInput(
            "three pins for two instances",
            .replace("waloop03]", with: "waloop02, waloop03]", in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:13:20: error: placement.hosts: 2 instances need 2 hosts, found 3"),
        BadInput(
            "a node that has expired", .replace("2026-12-31", with: "2026-11-21", in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:14:10: warning: expires: 2026-11-21 has come: the node counts as enabled: false"),
        BadInput(
            "two nodes that receive the same",
            .write(
                "centreId: de-dwd\nsubscribe:\n  broker: mqtts://mqtt.example.ca:8883\n"
                    + "  topics: [\"origin/a/wis2/ca-eccc-msc/#\"]\n",
                to: "nodes/de-dwd.yaml"),
            "nodes/de-dwd.yaml:3:3: warning: subscribe: ca-eccc-msc subscribes to the same topics of "
                + "the same broker"),
        BadInput(
            "a backup that is the same broker",
            .replace(
                "mqttVersion: 5",
                with: "mqttVersion: 5\n  backup: {broker: \"mqtts://mqtt.example.ca:8883\"}",
                in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:9:20: warning: subscribe.backup.broker: is the same as subscribe.broker"),
    ]
}
