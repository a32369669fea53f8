internal import BrokerModel

/// Changes the cluster of the load balancers, as far as it is there for the
/// virtual address (docs/virtual-ip.md). Each action does nothing where it took
/// effect already.
struct ClusterVerb: HelperVerb {
    enum Action {
        /// Takes away a cluster in which nothing is: Debian's, or a half-made one.
        case clear
        /// Gives the account of the cluster's daemons its password.
        case password(ConfidentialText)
        /// Makes the cluster of these members and starts it.
        case create([ClusterMember], password: ConfidentialText)
        /// Starts this host's part of the cluster.
        case start
        /// Gives the cluster its settings, takes back what hands did, and waits
        /// until the address is up.
        case configure(address: String, interface: String?, policy: String, preference: Preference)
        /// Keeps a way back from this address, which is configured next: who does not
        /// confirm it in time (``TrialVerb``) has the former one again.
        case arm(address: String, interface: String?, seconds: Int)
        /// Does nothing, and only where this host could do everything alone.
        case stand
        /// Has this host leave the cluster, which the other one goes on with.
        case leave
        /// Takes a member that is in no cluster into this host's, under its address.
        case admit(ClusterMember, password: ConfidentialText)
        /// Moves the address to this member, leaves no constraint that would hold it
        /// there, and records that it is preferred.
        case move(to: HostName)
        /// Forgets failed actions.
        case cleanup
    }

    /// What becomes of the preference for one of the members.
    enum Preference: Equatable {
        case keep
        case none
        case on(HostName)

        fileprivate var text: String {
            switch self {
            case .keep: "keep"
            case .none: "none"
            case .on(let host): "on \(host)"
            }
        }
    }

    var action: Action

    var attempted: String {
        switch action {
        case .clear: "take away the cluster in which nothing is"
        case .password: "set the password of the cluster"
        case .create: "make the cluster of the load balancers"
        case .start: "start the cluster"
        case .configure: "configure the virtual address"
        case .arm: "have the balancers keep a way back"
        case .stand: "see whether one balancer can do everything"
        case .leave: "have a balancer leave the cluster"
        case .admit: "take a balancer into the cluster"
        case .move: "move the virtual address"
        case .cleanup: "clean up failed actions of the cluster"
        }
    }

    var subject: String { "pacemaker" }

    func write(to request: inout HelperRequest) {
        request.word("cluster")
        switch action {
        case .clear: request.line("action", "clear")
        case .start: request.line("action", "start")
        case .cleanup: request.line("action", "cleanup")
        case .password(let password):
            request.line("action", "password")
            password.withRevealed { request.payload(Array($0.utf8)) }
        case .create(let members, let password):
            request.line("action", "create")
            request.line("members", members.map { "\($0.host)=\($0.address)" }.joined(separator: " "))
            password.withRevealed { request.payload(Array($0.utf8)) }
        case .configure(let address, let interface, let policy, let preference):
            request.line("action", "configure")
            request.line("address", address)
            request.line("interface", interface ?? "-")
            request.line("policy", policy)
            request.line("preferred", preference.text)
        case .arm(let address, let interface, let seconds):
            request.line("action", "arm")
            request.line("seconds", String(seconds))
            request.line("address", address)
            request.line("interface", interface ?? "-")
        case .stand: request.line("action", "stand")
        case .leave: request.line("action", "leave")
        case .admit(let member, let password):
            request.line("action", "admit")
            request.line("members", "\(member.host)=\(member.address)")
            password.withRevealed { request.payload(Array($0.utf8)) }
        case .move(let host):
            request.line("action", "move")
            request.line("member", host.text)
        }
    }
}
