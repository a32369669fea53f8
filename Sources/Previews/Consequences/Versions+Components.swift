import BrokerModel

extension Versions {
    /// The components by their keys in `versions.yaml`, always in this order.
    var components: [(name: String, image: ImageReference?)] {
        [
            ("antiloop", antiloop), ("emqx", emqx), ("redis", redis), ("traefik", traefik), ("prometheus", prometheus),
            ("redisExporter", redisExporter), ("grafana", grafana), ("portainer", portainer),
            ("portainerAgent", portainerAgent),
        ]
    }
}
