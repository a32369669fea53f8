internal import BrokerModel
internal import DockerEngine

extension HealthCheck {
    init(_ check: ContainerConfiguration.HealthCheck) {
        self.init(
            test: check.test,
            intervalSeconds: Int(check.interval.components.seconds),
            timeoutSeconds: Int(check.timeout.components.seconds),
            retries: check.retries,
            startPeriodSeconds: Int(check.startPeriod.components.seconds))
    }
}

extension ContainerConfiguration.HealthCheck {
    init(_ check: HealthCheck) {
        self.init(
            test: check.test,
            interval: .seconds(check.intervalSeconds),
            timeout: .seconds(check.timeoutSeconds),
            startPeriod: .seconds(check.startPeriodSeconds),
            retries: check.retries)
    }
}
