import BrokerModel

/// Traefik's static configuration, which it reads when it starts.
enum TraefikStatic {
    /// In front of the antiloop containers: routes from their labels.
    static let antiloop = document([
        "entryPoints": ["web": ["address": ":80"]],
        "providers": [
            "docker": [
                "endpoint": "unix:///var/run/docker.sock",
                "exposedByDefault": false,
                "network": "traefik",
            ],
            "file": dynamicDirectory,
            "providersThrottleDuration": throttle,
        ],
        "log": ["level": "WARN"],
    ])

    /// On the management host: routes from files only, so it needs no engine.
    /// Every health check of a secondary instance fails by design and would
    /// be a warning every ten seconds.
    static let management = document([
        "entryPoints": ["web": ["address": ":80"], "websecure": ["address": ":443"]],
        "providers": ["file": dynamicDirectory, "providersThrottleDuration": throttle],
        "log": ["level": "ERROR"],
    ])

    /// How long changes are gathered before they take effect. Traefik's own 2 s
    /// are most of the time a new node takes.
    private static let throttle: YAMLValue = "500ms"

    /// The API listens without a password on port 8080, which is published on
    /// the host's loopback only.
    private static func document(_ specific: KeyValuePairs<String, YAMLValue>) -> ConfidentialText {
        let common: KeyValuePairs<String, YAMLValue> = [
            "global": ["checkNewVersion": false, "sendAnonymousUsage": false],
            "api": ["insecure": true],
            "ping": [:],
            // A route of our own leads to it, for those who scrape it. Without
            // the nodes' services: with a hundred of them that is thousands of
            // series which HAProxy and the nodes tell better.
            "metrics": ["prometheus": ["manualRouting": true, "addServicesLabels": false]],
        ]
        let entries = (Array(common) + Array(specific)).map { YAMLValue.Entry(key: $0.key, value: $0.value) }
        return YAMLDocument(.mapping(entries)).contents
    }

    private static let dynamicDirectory: YAMLValue = ["directory": "/etc/traefik/dynamic", "watch": true]
}
