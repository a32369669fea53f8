/// What is changed on trial, in the words of who is told that it failed.
enum TrialSubject {
    case haproxy
    case virtualAddress(String, interface: String?)

    /// Has the host keep its way back.
    func arming(for seconds: Int) -> any HelperVerb {
        switch self {
        case .haproxy: TrialVerb(action: .arm, seconds: seconds)
        case .virtualAddress(let address, let interface):
            ClusterVerb(action: .arm(address: address, interface: interface, seconds: seconds))
        }
    }

    var change: String {
        switch self {
        case .haproxy: "HAProxy was reloaded"
        case .virtualAddress(let address, _): "the virtual address became \(address)"
        }
    }

    var wayBack: String {
        switch self {
        case .haproxy: "puts HAProxy's former configuration back by itself; see what of the new one is in the way of SSH"
        case .virtualAddress: "puts the former virtual address back by itself; see who else has the new one"
        }
    }
}
