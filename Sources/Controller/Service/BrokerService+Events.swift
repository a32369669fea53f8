import BrokerModel
import Decisions
import Logging
import Reconciliation

/// Events of the hosts' engines make the next look come sooner. A look is
/// complete without them: one that is missed costs one poll.
extension BrokerService {
    /// Follows the engines of all hosts that the look reached and that are not
    /// followed yet.
    func follow(_ look: PreparedPlan) {
        for host in look.loaded.desired.hosts.map(\.name) {
            guard following[host] == nil, look.plan.unreachable[host] == nil else { continue }
            following[host] = Task { [inbox, log, engines = look.engines] in
                do {
                    try await engines.follow(host) { inbox.post(.input(.toldToLook(.host(host)))) }
                    // The engine was restarted, perhaps, and its containers with it.
                    inbox.post(.input(.toldToLook(.host(host))))
                } catch {
                    let about = Self.metadata(error).merging(["host": "\(host)"]) { $1 }
                    log.debug("the engine's events are not followed", metadata: about)
                }
                self.followed(host)
            }
        }
    }

    /// The next look begins anew.
    private func followed(_ host: HostName) {
        following[host] = nil
    }

    func unfollow() {
        for task in following.values { task.cancel() }
    }
}
