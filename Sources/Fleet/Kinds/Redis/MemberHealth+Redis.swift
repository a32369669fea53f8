internal import BrokerModel
internal import Execution

extension MemberHealth {
    /// How a running Redis node is doing. One that answers, and whose cluster is
    /// not well, is not well either: nothing of a cluster may go that is short of
    /// something. But it does its work, so it does not go as one that does none.
    init(redis view: RedisView?) {
        let complaint = view.map(\.complaint) ?? "nothing is known of its cluster"
        self.init(
            isRunning: true, isHealthy: complaint == nil, mayServe: view?.isAnswering ?? false, note: complaint)
    }
}
