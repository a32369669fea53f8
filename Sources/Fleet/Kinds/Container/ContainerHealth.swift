internal import BrokerModel
internal import DockerEngine
internal import Execution

/// How one container is doing, by the standard of its kind of work.
struct ContainerHealth {
    private let inspection: ContainerInspection

    init(_ inspection: ContainerInspection) {
        self.inspection = inspection
    }

    /// - Parameters:
    ///   - probes: what the antiloop containers answered, by address.
    ///   - redis: what the host's Redis node tells.
    ///   - emqx: what its EMQX member tells.
    func health(
        _ probes: [String: ProbeReport], redis: RedisView? = nil, emqx: EMQXView? = nil
    ) -> MemberHealth {
        guard isRunning else {
            return MemberHealth(
                isRunning: false, isHealthy: false,
                note: "it is \(inspection.state.status.rawValue), exit status \(inspection.state.exitCode)")
        }
        switch probe {
        case .running: return MemberHealth(isRunning: true, isHealthy: true)
        case .healthCheck: return byHealthCheck
        case .antiloop: return byAnswers(address.flatMap { probes[$0] })
        case .redis: return byCluster(redis)
        case .emqx:
            let isWell = byHealthCheck.isHealthy
            return isWell ? MemberHealth(emqx: emqx, expecting: nodes) : byHealthCheck
        }
    }

    /// Where to ask; nil unless it is a running antiloop instance.
    var probedAddress: String? { isRunning && probe == .antiloop ? address : nil }

    /// Whether the host's Redis node is to be asked.
    var isRedis: Bool { isRunning && probe == .redis }

    /// Whether the host's EMQX member is to be asked.
    var isEMQX: Bool { isRunning && probe == .emqx }

    private var isRunning: Bool { inspection.state.status == .running }

    private var address: String? {
        inspection.networks.sorted { $0.key < $1.key }.lazy.compactMap(\.value.address).first
    }

    /// By its label; one that was adopted shows by its settings what it is.
    private var probe: HealthProbe {
        // Made when a ping, or a status, was all that was asked of them.
        if inspection.configuration.command?.first == "redis-server" { return .redis }
        if variable("EMQX_NODE_NAME") != nil { return .emqx }
        if let named = inspection.configuration.labels[ContainerLabels.probe].flatMap(HealthProbe.init) { return named }
        if centreID != nil { return .antiloop }
        return inspection.configuration.healthCheck == nil ? .running : .healthCheck
    }

    private var centreID: String? { variable("CENTRE_ID") }

    /// What an EMQX member was started to be a cluster with, itself among them.
    private var nodes: Set<String> {
        let seeds = variable("EMQX_CLUSTER__STATIC__SEEDS") ?? ""
        let others = seeds.split { "[], \"".contains($0) }.map(String.init)
        return Set(others + [variable("EMQX_NODE_NAME") ?? ""])
    }

    private func variable(_ name: String) -> String? {
        inspection.configuration.environment.first { $0.name == name }?.value?.withRevealed { $0 }
    }

    private var byHealthCheck: MemberHealth {
        let health = inspection.state.health
        return MemberHealth(
            isRunning: true, isHealthy: health == .healthy || health == .none,
            note: health == .healthy || health == .none
                ? nil : "its health check says \(health.rawValue), \(inspection.state.failingStreak) failures in a row")
    }

    /// What it tells of its cluster is more than the first pass of its health
    /// check, which takes 10 s to come.
    private func byCluster(_ view: RedisView?) -> MemberHealth {
        inspection.state.health == .unhealthy ? byHealthCheck : MemberHealth(redis: view)
    }

    private func byAnswers(_ report: ProbeReport?) -> MemberHealth {
        guard let report, report.metricsStatus == 200 else {
            let said = report.map { $0.metricsStatus == 0 ? "does not answer" : "answers \($0.metricsStatus)" }
            return MemberHealth(
                isRunning: true, isHealthy: false, note: "its /metrics \(said ?? "cannot be reached from the host")")
        }
        let metrics = AntiloopMetrics(report.metrics, of: centreID)
        return MemberHealth(
            isRunning: true, isHealthy: true, isConnected: metrics.isConnected,
            isPrimary: Self.primary[report.primaryStatus], counters: metrics.counters,
            note: metrics.isConnected == false ? "it is not connected to the node's broker" : nil)
    }

    /// 404 is the secondary's answer (DOMAIN, primary and secondary).
    private static let primary = [200: true, 404: false]
}
