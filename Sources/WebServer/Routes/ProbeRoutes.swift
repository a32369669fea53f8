import Controller
import HTTPTypes
import Hummingbird

/// What may be asked by anybody: whether it lives, works, and what it counted.
struct ProbeRoutes {
    let service: BrokerService

    func add<Context: RequestContext>(to router: Router<Context>) {
        router.get("healthz") { _, _ in Answer.plain("ok\n") }
        router.get("readyz") { _, _ in
            await service.isReady
                ? Answer.plain("ready\n")
                : Answer.plain("not ready: nothing was looked at yet\n", status: .serviceUnavailable)
        }
        router.get("metrics") { _, _ in
            Answer.metrics(MetricsText.render(await service.counted, await service.status))
        }
    }
}
