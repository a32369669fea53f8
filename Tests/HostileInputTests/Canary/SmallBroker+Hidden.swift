extension SmallBroker {
    /// What secrets of ``hidden(_:)`` hold in whose places only a plain word
    /// can stand; `WORD` is that word.
    static let hiddenWords = [
        "publish-url": "mqtts://WORD.example.org:8883",
        "publish-name": "WORD",
        "gdc": "https://WORD.example.org",
        "reader-topic": "cache/WORD/#",
        "node-url": "mqtts://WORD.example.ca:8883",
        "node-name": "WORD",
        "node-topic": "origin/WORD/#",
        "backup-url": "wss://WORD.example.ca",
        "zone": "WORD",
    ]

    /// The files with a secret in every place that can be one.
    static func hidden(_ files: [String: String]) -> [String: String] {
        let node = "nodes/\(centre).yaml"
        let places = [
            ("broker.yaml", #"broker: "mqtts://globalbroker.example.org:8883""#, "broker: {secret: publish-url}"),
            ("broker.yaml", "username: globalbroker", "username: {secret: publish-name}"),
            ("broker.yaml", #""https://gdc.example.org""#, "{secret: gdc}"),
            ("broker.yaml", #""cache/a/wis2/#""#, "{secret: reader-topic}"),
            (node, "mqtts://mqtt.example.ca:8883", "{secret: node-url}"),
            (node, "username: everyone", "username: {secret: node-name}"),
            (node, #""origin/a/wis2/ca-eccc-msc/#""#, "{secret: node-topic}"),
            (node, #""wss://backup.example.ca/mqtt""#, "{secret: backup-url}"),
            (node, "TZ: UTC", "TZ: {secret: zone}"),
        ]
        return places.reduce(into: files) { files, place in
            files[place.0] = files[place.0]?.replacing(place.1, with: place.2)
        }
    }
}
