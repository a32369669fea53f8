internal import BrokerModel
internal import Execution

extension MemberHealth {
    /// How a running EMQX member is doing. One that answers and does not list all
    /// others is not well: no other may go as long as clients could find only a
    /// part of the broker. But it serves its clients, so it does not go as one that
    /// does nothing.
    ///
    /// - Parameter nodes: what the member was started to be a cluster with, itself
    ///   among them.
    init(emqx view: EMQXView?, expecting nodes: Set<String>) {
        let complaint = view.map { $0.complaint(expecting: nodes) } ?? "nothing is known of its cluster"
        self.init(
            isRunning: true, isHealthy: complaint == nil, mayServe: view?.isAnswering ?? false, note: complaint)
    }
}
