import BrokerModel

/// A backend of HAProxy: the same port of every broker.
enum BrokerBackend: String, CaseIterable {
    case mqtt = "mqtt_backend"
    case webSocket = "ws_backend"
    case dashboard = "dash_backend"

    /// The port EMQX listens on.
    var port: Int {
        switch self {
        case .mqtt: 1883
        case .webSocket: 8083
        case .dashboard: 18083
        }
    }

    /// What a broker is called in it, in the words of HAProxy's admin socket.
    func server(_ broker: HostName) -> String { "\(rawValue)/\(broker.text)" }
}
