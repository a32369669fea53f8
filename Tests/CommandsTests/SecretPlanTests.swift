import BrokerModel
import Execution
import Foundation
import Ledger
import Reconciliation
import Synchronization
import TestSupport
import Testing

@testable import Commands

/// The demonstration's broker on its simulated hosts, planned and applied by
/// the product.
@Suite("What a changed secret changes")
struct SecretPlanTests {
    /// Opens what the demonstration sealed: the value is what stands in the
    /// file, and every opening is counted.
    private final class Opener: Sendable {
        /// In every value; no word of the desired state.
        static let mark = "Qx7Z"

        private let opened = Mutex<[String]>([])

        var all: [String] { opened.withLock { $0.sorted() } }

        func reset() { opened.withLock { $0 = [] } }

        func open(_ sealed: [(name: String, ciphertext: [UInt8])]) -> [String: Secret] {
            opened.withLock { $0 += sealed.map(\.name) }
            return sealed.reduce(into: [:]) { secrets, file in
                let text = String(decoding: file.ciphertext, as: UTF8.self)
                let value = text.split(separator: "\n").last { $0.hasPrefix("value: ") } ?? "value: first"
                guard file.name.contains("certificate") else {
                    // A word, as the cookie of EMQX has to be.
                    return secrets[file.name] = Secret("\(Self.mark)_\(value.dropFirst("value: ".count))")
                }
                let pem = DemoBroker.secret(file.name).withRevealed { "\(value)\n\($0)" }
                secrets[file.name] = text.contains("broken") ? Secret(pem.replacing("MIIB", with: "AAAA")) : Secret(pem)
            }
        }
    }

    /// What stands in the place of an age file; no two are equal.
    private static func sealed(_ value: String, _ name: String, times: Int = 1) -> String {
        "age-encryption.org/v1\n\(name) sealed \(times) times\nvalue: \(value)\n"
    }

    @Test("Its readers are given the new value and nobody else; the same value sealed anew changes nothing")
    func reach() async throws {
        let directory = GitFixture.temporaryDirectory()
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let repository = try DemoRepository(in: directory)
        try repository.commit(DemoBroker.files, message: "first")
        let opener = Opener()
        let fleet = DemoFleet(speed: 8)
        var surroundings = fleet.surroundings
        surroundings.openSecrets = { opener.open($0) }
        let reconciler = try Reconciler(
            configuration(directory, repository.directory), holder: "test:1", clock: WallClock.now,
            surroundings: surroundings)

        func plan() async throws -> PreparedPlan { try await reconciler.prepare(PlanRequest()) }
        func apply() async throws {
            let lock = try reconciler.lock(for: "test")
            defer { lock.release() }
            let prepared = try await plan()
            let result = try await reconciler.apply(
                prepared, ApplyRequest(actor: "test"), holding: lock, stop: StopRequest()
            ) { _ in }
            #expect(result.outcome == .succeeded, "\(result)")
        }

        try await apply()
        #expect(opener.all.count == 6, "each once, although several plans were made")
        opener.reset()
        #expect(try await plan().plan.steps.isEmpty)
        #expect(opener.all == [], "an unchanged blob is an unchanged secret")

        // A node's password: its two instances, and what they read.
        try repository.commit(["secrets/node-password.age": Self.sealed("second", "node-password")], message: "node")
        let node = try await plan()
        #expect(opener.all == ["node-password"])
        #expect(node.plan.steps.count { $0.verb == StepVerb.replace } == 2)
        #expect(
            node.plan.steps.allSatisfy { "\($0.resource)".contains(DemoBroker.meddled) || $0.verb == StepVerb.verify },
            "\(node.plan.steps.map(\.resource))")
        let document = try PlanFormat.json.render(node.document, environment: [:])
        #expect(!document.contains(Opener.mark))
        #expect(!"\(node)".contains(Opener.mark))
        try await apply()

        // The same value sealed anew for others.
        opener.reset()
        try repository.commit(
            ["secrets/node-password.age": Self.sealed("second", "node-password", times: 2)], message: "rotate")
        #expect(try await plan().plan.steps.isEmpty)
        #expect(opener.all == ["node-password"])

        // The certificate: written and shown by both balancers, without a reload.
        try repository.commit(["secrets/certificate.age": Self.sealed("second", "certificate")], message: "renew")
        let certificate = try await plan()
        #expect(certificate.plan.steps.map(\.verb).sorted() == ["put", "put", "renew", "renew"])
        #expect(Set(certificate.plan.steps.map(\.resource.scope)) == ["wlb01", "wlb02"])
        #expect(certificate.plan.warnings.contains { $0.contains("is signed by itself") })
        try await apply()
        #expect(try await plan().plan.steps.isEmpty)
        let status = try await reconciler.status(of: plan())
        #expect(status.certificates.map(\.names.first) == ["globalbroker.simulated.example"])
        #expect(status.certificates.first.map { $0.daysLeft > 1_000 && $0.isOnHosts } == true)
        #expect(
            StatusText(status: status, terminal: Terminal(hasColour: false, isInteractive: false, width: 80))
                .render().contains("loadBalancer.certificate (globalbroker.simulated.example): "))

        // One that cannot be read goes nowhere.
        try repository.commit(["secrets/certificate.age": Self.sealed("broken", "certificate")], message: "broken")
        let refusal = await #expect(throws: Failure.self) { try await plan() }
        #expect(refusal?.response.contains("the secret \"certificate\": the certificate cannot be read") == true)
        #expect(refusal.map { "\($0)".contains(Opener.mark) } == false)
    }

    private func configuration(_ directory: String, _ repository: String) throws -> ControllerConfiguration {
        try Data().write(to: URL(fileURLWithPath: directory + "/no-key"))
        let text = """
            formatVersion: 1
            repository: {url: "\(repository)"}
            database: ledger.sqlite
            ssh: {identityFile: no-key}
            secrets: {identityFile: no-key}
            """
        let read = ControllerConfiguration.read(Array(text.utf8), file: "isobar.yaml", directory: directory)
        return try #require(read.configuration, "\(read.diagnostics)")
    }
}
