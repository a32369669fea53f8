import BrokerModel

extension HelperSession {
    mutating func examine() throws {
        var packages: [String] = []
        while true {
            let line = try reader.line()
            if line == "look" { break }
            guard line.hasPrefix("package ") else {
                throw Finish(outcome: "malformed", message: "an examination asks for packages only")
            }
            packages.append(String(line.dropFirst("package ".count)))
        }
        showHelper()
        write("#system", "Debian GNU/Linux 12 (bookworm)", "x86_64")
        write("#rights", "ansadm", "User ansadm may run the following commands:\n    (ALL : ALL) NOPASSWD: ALL\n")
        for path in [home, "/var/lib/docker", "/var/lib/isobar", "/etc/haproxy", "/tmp"] {
            write("#disk", path, "/", "4096 \(host.isDiskFull ? 0 : 10_000_000) 20000000 1000000 2000000")
        }
        write(
            "#packages",
            packages.compactMap { name in host.packages[name].map { "\(name) installed \($0)\n" } }.joined())
        let address = host.address.map { "2: eth0    inet \($0)/24 scope global eth0\n" } ?? ""
        write(
            "#network", address, "2: eth0: <UP> mtu 1500    link/ether \(host.hardwareAddress) brd ff:ff:ff:ff:ff:ff\n")
        if host.proxy != nil { write("#program", "haproxy", "HAProxy version 2.6.12-1+deb12u1 2023/12/16") }
        // Its clock is nobody's: what it says is what it was asked at.
        write("#clock", "", "")
        result("done", "")
    }

    mutating func reach() throws {
        var targets: [(transport: String, place: String)] = []
        while true {
            let line = try reader.line()
            if line == "connect" { break }
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 3, ["to", "udp", "out"].contains(words[0]), let port = Int(words[2]) else {
                throw Finish(outcome: "malformed", message: "only an address and a port can be reached")
            }
            guard words[0] != "to" || PortTable.triable.contains(port) else {
                throw Finish(outcome: "refused", message: "port \(port) is not in the port table")
            }
            targets.append((words[0] == "udp" ? "udp" : "tcp", "\(words[1]) \(words[2])"))
        }
        let answered = targets.filter { !host.blockedConnections.contains($0.place) }
        write("#reached", answered.map { "\($0.transport) \($0.place) refused\n" }.joined())
        write("#neighbours", "")
        result("done", "")
    }

    mutating func resolve() throws {
        var names: [String] = []
        while true {
            let line = try reader.line()
            if line == "ask" { break }
            guard line.hasPrefix("name ") else {
                throw Finish(outcome: "malformed", message: "only names can be resolved")
            }
            names.append(String(line.dropFirst("name ".count)))
        }
        let container = host.containers.values.filter(\.isRunning).map(\.name).min()
        write("#resolver", container ?? "")
        if container != nil { for name in names { write("#name", name, "resolved") } }
        result("done", "")
    }
}
