extension BadInput {
    static let mqtt: [BadInput] = [
        BadInput(
            "a URL without scheme",
            .replace("mqtts://mqtt.example.ca:8883", with: "mqtt.example.ca:8883", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:3:11: error: subscribe.broker: "mqtt.example.ca:8883" is no broker "#
                + "URL: it must start with mqtt://, mqtts://, ws:// or wss://"),
        BadInput(
            "a scheme MQTT does not have", .replace("mqtts://mqtt", with: "ssl://mqtt", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:3:11: error: subscribe.broker: "ssl://mqtt.example.ca:8883" is no "#
                + "broker URL: it must start with mqtt://, mqtts://, ws:// or wss://",
            "  hint: did you mean mqtts://…?"),
        BadInput(
            "a password in a URL",
            .replace("mqtts://mqtt", with: "mqtts://joe:sesame@mqtt", in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:3:11: error: subscribe.broker: the URL holds user information or an @",
            "  hint: user name and password have fields of their own"),
        BadInput(
            "a port out of range", .replace("ca:8883", with: "ca:88830", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:3:11: error: subscribe.broker: "mqtts://mqtt.example.ca:88830" has "#
                + "no port between 1 and 65535 behind its colon"),
        BadInput(
            "an IPv6 address without brackets",
            .replace("mqtts://mqtt.example.ca:8883", with: "mqtts://2001:db8::1", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:3:11: error: subscribe.broker: "mqtts://2001:db8::1" names no host"#,
            "  hint: put an IPv6 address into [brackets]"),
        BadInput(
            "443 behind wss",
            .replace(
                "mqtts://mqtt.example.ca:8883",
                with: "wss://mqtt.example.ca:443/mqtt", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:3:11: error: subscribe.broker: "wss://mqtt.example.ca:443/mqtt" must "#
                + "not say :443: the antiloop then fails to connect",
            #"  hint: write "wss://mqtt.example.ca/mqtt""#),
        BadInput(
            "a path behind mqtt", .replace("ca:8883", with: "ca:8883/mqtt", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:3:11: error: subscribe.broker: "mqtts://mqtt.example.ca:8883/mqtt" "#
                + "has a path; only ws and wss have one"),
        BadInput(
            "the own broker by name",
            .replace("mqtts://mqtt.example.ca", with: "mqtts://GlobalBroker.example.org", in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:3:11: error: subscribe.broker: is this broker itself: its messages "
                + "would go in circles"),
        BadInput(
            "the own broker by virtual address",
            .replace("mqtts://mqtt.example.ca:8883", with: "mqtts://192.168.0.100:8883", in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:3:11: error: subscribe.broker: is this broker itself: its messages "
                + "would go in circles"),
        BadInput(
            "the own broker by a host",
            .replace("mqtts://mqtt.example.ca:8883", with: "mqtt://192.168.0.2", in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:3:11: error: subscribe.broker: is this broker itself: its messages "
                + "would go in circles"),
        BadInput(
            "the own broker as backup",
            .replace(
                "mqttVersion: 5",
                with: "mqttVersion: 5\n  backup: {broker: \"mqtts://globalbroker.example.org\"}",
                in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:9:20: error: subscribe.backup.broker: is this broker itself: its "
                + "messages would go in circles"),
        BadInput(
            "the own centre-id", .replace("xa-test-global-broker", with: "ca-eccc-msc", in: "broker.yaml"),
            #"nodes/ca-eccc-msc.yaml:1:11: error: centreId: "ca-eccc-msc" is this broker itself: its "#
                + "messages would go in circles"),
        BadInput(
            "# inside a filter", .replace(#"ca-eccc-msc/#""#, with: #"#/core""#, in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:6:12: error: subscribe.topics[0]: "origin/a/wis2/#/core" is no topic "#
                + "filter: # must be the whole last level"),
        BadInput(
            "+ beside other letters", .replace(#"ca-eccc-msc/#""#, with: #"ca+/#""#, in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:6:12: error: subscribe.topics[0]: "origin/a/wis2/ca+/#" is no topic "#
                + "filter: + must be a whole level"),
        BadInput(
            "two filters in one", .replace(#"ca-eccc-msc/#""#, with: #"a,b""#, in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:6:12: error: subscribe.topics[0]: "origin/a/wis2/a,b" is no topic "#
                + "filter: a comma would make two of it",
            "  hint: write one entry per filter"),
        BadInput(
            "the topics of the broker itself", .replace(#""cache/a/wis2/#""#, with: #""$SYS/#""#, in: "broker.yaml"),
            #"broker.yaml:11:46: error: users.everyone.subscribe[0]: "$SYS/#" starts with $: such topics "#
                + "are the broker's own"),
        BadInput(
            "the publisher among the users", .replace("  everyone:", with: "  globalbroker:", in: "broker.yaml"),
            "broker.yaml:11:17: error: users.globalbroker: is the user that publishes; its rights come from publish"),
        BadInput(
            "a user name with a slash", .replace("  everyone:", with: "  a/b:", in: "broker.yaml"),
            #"broker.yaml:11:3: error: users: "a/b" is no user name: letters, digits, dots, underscores "#
                + "and hyphens, at most 64"),
    ]
}
