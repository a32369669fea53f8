package import BrokerModel

extension Shape where Value == Versions {
    /// `versions.yaml`.
    package static var versions: Shape<Versions> {
        .mapping { fields in
            let antiloop = fields.required("antiloop", .image, "The antiloop, one container per instance of a node.")
            let emqx = fields.required("emqx", .image, "The MQTT broker; a cluster needs a licence from 5.9 on.")
            let redis = fields.required("redis", .image, "Redis, in which the antiloop remembers and elects.")
            let traefik = fields.required("traefik", .image, "Traefik, in front of the antiloop and of wmanage.")
            let prometheus = fields.required("prometheus", .image, "Prometheus, which collects the metrics.")
            let redisExporter = fields.optional(
                "redisExporter", .image, "Redis' numbers for Prometheus, beside each Redis. Left out: not deployed.")
            let grafana = fields.optional("grafana", .image, "Left out: not deployed.")
            let portainer = fields.optional("portainer", .image, "Left out: not deployed.")
            let portainerAgent = fields.optional("portainerAgent", .image, "Left out: not deployed.")

            guard let antiloop, let emqx, let redis, let traefik, let prometheus else { return nil }
            return Versions(
                antiloop: antiloop, emqx: emqx, redis: redis, traefik: traefik, prometheus: prometheus,
                redisExporter: redisExporter, grafana: grafana, portainer: portainer, portainerAgent: portainerAgent)
        }
    }
}
