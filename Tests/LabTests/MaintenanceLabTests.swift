import Foundation
import Testing

/// Another EMQX on three brokers while clients are on them, over the virtual
/// address and TLS.
@Suite("Brokers are changed under clients on the lab", .serialized)
struct MaintenanceLabTests {
    private static let brokers = ["wbroker01", "wbroker02", "wbroker03"]

    @Test("Clients are moved before their broker goes; killed in between, the next run brings it back")
    func brokersChanged() async throws {
        let broker = try await FaultyBroker.converged()
        let old = try version(of: broker)
        try await change(broker, to: old + "-next")
        let plan = try await broker.controller.plan()
        #expect(plan.steps.filter { $0.resource.hasPrefix("cluster/rotation/") }.count == 7)

        let clients = try clients(of: broker.lab)
        try await clients.until { $0.errorOutput.contains("connected") }
        async let most = mostOutOfService(on: broker.lab) { clients.status != nil }
        try await broker.controller.apply()
        clients.send(SIGTERM)
        #expect(try await clients.end() == 0, "\(clients.errorOutput)")
        let outTogether = try await most
        #expect(outTogether == 1, "brokers out of service at the same time")
        let told = clients.errorOutput.split(separator: "\n").last.map(String.init) ?? ""
        let report = try JSONDecoder().decode(Report.self, from: Data(told.utf8))
        #expect(report.cut > 0 && report.refused == 0, "\(told)")
        #expect(report.longestGap < 5, "\(told)")
        #expect(try await broker.controller.plan().steps.isEmpty)

        // And back, killed while the first broker is out.
        try await change(broker, to: old)
        let run = try broker.applying()
        try await run.until { $0.errorOutput.contains("cluster/rotation/wbroker01 (drain)") }
        run.send(SIGKILL)
        _ = try await run.end()
        let drift = try await broker.controller.isobar("drift")
        #expect(drift.output.contains("wbroker01 behind the load balancers is out of service"), "\(drift.output)")
        try await broker.controller.apply()
        #expect(try await broker.controller.plan().steps.isEmpty)
        for balancer in ["wlb01", "wlb02"] {
            #expect(try await outOfService(on: balancer, broker.lab).isEmpty)
            #expect(try await broker.lab.on(balancer, "ls /var/lib/isobar/maintenance 2>&1").contains("No such file"))
        }
    }

    private func version(of broker: FaultyBroker) throws -> String {
        let line = try broker.controller.read("versions.yaml").split(separator: "\n").first { $0.hasPrefix("emqx: ") }
        return String(try #require(line).dropFirst("emqx: ".count))
    }

    /// The same image under another name is another image to ask for.
    private func change(_ broker: FaultyBroker, to image: String) async throws {
        let old = try version(of: broker)
        for host in Self.brokers { try await broker.lab.on(host, "docker tag \(old) \(image)") }
        try broker.controller.replace("emqx: \(old)", with: "emqx: \(image)", in: "versions.yaml")
        try await broker.controller.commit("EMQX \(image)")
    }

    private func outOfService(on balancer: String, _ lab: Lab) async throws -> Set<Substring> {
        let table = try await lab.on(
            balancer, "echo 'show stat -1 4 -1' | socat - /run/haproxy/admin.sock | grep MAINT | cut -d, -f2")
        return Set(table.split(separator: "\n"))
    }

    /// How many brokers were out of service at the same moment, at most. Two balancers cannot be asked at one
    /// moment: what one of them says counts while the other answers only if it said so before and after.
    private func mostOutOfService(on lab: Lab, until isOver: @Sendable () -> Bool) async throws -> Int {
        var most = 0
        var before = try await outOfService(on: "wlb01", lab)
        while !isOver() {
            let meanwhile = try await outOfService(on: "wlb02", lab)
            let after = try await outOfService(on: "wlb01", lab)
            most = max(most, before.intersection(after).union(meanwhile).count)
            before = after
        }
        return most
    }

    // MARK: - Clients

    private struct Report: Decodable {
        var cut: Int
        var refused: Int
        var longestGap: Double
    }

    /// Twenty clients that ping every 200 ms and connect again when they are cut.
    /// Told to end, they say how it went.
    private func clients(of lab: Lab) throws -> RunningProgram {
        let program = #"""
            import json, signal, socket, ssl, sys, threading, time
            context = ssl._create_unverified_context()
            lock, over = threading.Lock(), threading.Event()
            report = {"cut": 0, "refused": 0, "longestGap": 0.0}
            connected = threading.Semaphore(0)
            def text(value):
                return len(value).to_bytes(2, "big") + value.encode()
            def connect(name):
                connection = context.wrap_socket(socket.create_connection((sys.argv[1], 8883), timeout=5))
                body = text("MQTT") + bytes([4, 0xC2, 0, 60]) + text(name) + text("everyone") + text("everyone")
                connection.sendall(bytes([0x10, len(body)]) + body)
                answer = connection.recv(4)
                if len(answer) < 4: raise ConnectionError("closed")
                if answer[3] != 0: report["refused"] += 1
                return connection
            def run(name):
                seen = time.time()
                while not over.is_set():
                    try:
                        connection = connect(name)
                        connected.release()
                        while not over.is_set():
                            connection.sendall(b"\xc0\x00")
                            if len(connection.recv(2)) < 2: raise ConnectionError("closed")
                            with lock: report["longestGap"] = max(report["longestGap"], time.time() - seen)
                            seen = time.time()
                            over.wait(0.2)
                    except OSError:
                        with lock: report["cut"] += 1
                        time.sleep(0.1)
            signal.signal(signal.SIGTERM, lambda *_: over.set())
            threads = [threading.Thread(target=run, args=("maintenance-%d" % number,)) for number in range(20)]
            for thread in threads: thread.start()
            for _ in threads: connected.acquire()
            print("connected", file=sys.stderr, flush=True)
            for thread in threads: thread.join()
            print(json.dumps(report), file=sys.stderr)
            """#
        return try RunningProgram("/usr/bin/python3", ["-c", program, lab.inventory.virtualAddress])
    }
}
