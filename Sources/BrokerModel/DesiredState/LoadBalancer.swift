/// Who serves ports 443 and 8883.
public enum LoadBalancer: Sendable, Equatable {
    /// The hosts of the role `loadbalancer`, with HAProxy.
    case managed(LoadBalancerSettings)
    /// Another balancer; nothing of it is touched.
    case external

    public var settings: LoadBalancerSettings? {
        if case .managed(let settings) = self { settings } else { nil }
    }
}
