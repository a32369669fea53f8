extension DesiredState {
    /// Every image the desired state names, used on a host or not.
    public var images: Set<ImageReference> {
        let optional = [
            versions.redisExporter, versions.grafana, versions.portainer, versions.portainerAgent,
        ]
        return Set(
            [versions.antiloop, versions.emqx, versions.redis, versions.traefik, versions.prometheus]
                + optional.compactMap { $0 } + nodes.compactMap(\.image))
    }
}
