extension BadInput {
    static let environment: [BadInput] = [
        BadInput(
            "a name with a hyphen", .replace("TZ: UTC", with: "TIME-ZONE: UTC", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:12:15: error: environment: "TIME-ZONE" is no name of an environment "#
                + "variable: letters, digits and underscores, not starting with a digit"),
        BadInput(
            "a variable with a field of its own",
            .replace("TZ: UTC", with: "MSG_CHECK_OPTION: verfy", in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:12:15: error: environment: MSG_CHECK_OPTION has a field of its own",
            "  hint: set checks.message instead"),
        BadInput(
            "a variable Isobar sets", .replace("TZ: UTC", with: #"REDIS_URL: "[]""#, in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:12:15: error: environment: REDIS_URL is set by Isobar and cannot be changed"),
        BadInput(
            "a variable of publish for the fleet",
            .replace(
                "domain: example.org",
                with: "domain: example.org\nantiloop: {environment: {MQTT_PUB_BROKER: x}}", in: "broker.yaml"),
            "broker.yaml:4:26: error: antiloop.environment: MQTT_PUB_BROKER has a field of its own",
            "  hint: set publish.broker instead"),
        BadInput(
            "a line break in a value", .replace("TZ: UTC", with: #"TZ: "UTC\nWHOAMI=x""#, in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:12:19: error: environment.TZ: holds a line break, which could not be "
                + "written to a host safely"),
        BadInput(
            "a NUL in a value", .replace("TZ: UTC", with: #"TZ: "UTC\0""#, in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:12:19: error: environment.TZ: holds an invisible character, which "
                + "could not be written to a host safely"),
        BadInput(
            "a line break in a password",
            .replace("password: everyone", with: #"password: "a\nb""#, in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:5:13: error: subscribe.password: holds a line break, which could not "
                + "be written to a host safely"),
    ]
}
