import BrokerModel
import Controller
import Hummingbird
import Reconciliation

/// How things stand: the service, the hosts and the nodes.
struct FleetRoutes {
    let service: BrokerService

    func add<Context: CallerContext>(to router: RouterGroup<Context>) {
        router.get("status") { request, _ in
            _ = try QueryReader(request, known: [])
            return try Answer.json(await service.status)
        }
        router.get("hosts") { request, _ in
            let page = try PageRequest(try QueryReader(request, known: PageRequest.parameters))
            let (hosts, next) = page.part(of: try await fleet.hosts) { $0.name }
            return try Answer.json(ListDocument("hosts", hosts, next: next))
        }
        router.get("nodes") { request, _ in
            let page = try PageRequest(try QueryReader(request, known: PageRequest.parameters))
            let (nodes, next) = page.part(of: try await fleet.nodes) { $0.centreId }
            return try Answer.json(ListDocument("nodes", nodes, next: next))
        }
    }

    private var fleet: StatusDocument {
        get async throws {
            guard let fleet = await service.fleet else {
                throw Failure(
                    .incomplete, attempted: "tell of the fleet", on: "the service",
                    response: "no look at the hosts has succeeded yet", remedy: "ask again in a moment")
            }
            return fleet
        }
    }
}
