/// What a host of a Global Broker is for (Deploying a WIS2 Global Broker, hosts).
public enum HostRole: String, Sendable, Hashable, CaseIterable, Codable {
    /// EMQX cluster and Redis.
    case broker
    /// Redis, Traefik and the antiloop containers.
    case antiloop
    /// HAProxy and the virtual address.
    case loadbalancer
    /// Traefik, Prometheus, Grafana, Portainer.
    case manage
}
