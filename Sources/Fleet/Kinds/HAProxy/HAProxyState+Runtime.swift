extension HAProxyState {
    /// What the configuration decides and a command on the admin socket can
    /// change (``HAProxyObservation/runtime``): of each server its address, its
    /// weight and whether it is checked, of each frontend whether it takes
    /// connections. Whether a server is in maintenance is told by its status.
    var runtime: [String: String] {
        var runtime: [String: String] = [:]
        for name in servers.keys {
            // An IPv6 address can be written in several ways.
            if let address = addresses[name], !address.hasPrefix("[") { runtime["server \(name) address"] = address }
            if let weight = weights[name] { runtime["server \(name) weight"] = weight }
            runtime["server \(name) check"] = uncheckedServers.contains(name) ? "off" : "on"
        }
        // A frontend with as many connections as it may have is `FULL`.
        for (name, status) in frontends {
            runtime["frontend \(name)"] = ["OPEN", "FULL"].contains(status) ? "open" : "stopped"
        }
        return runtime
    }
}
