import BrokerModel
import DesiredStateReader
import Reconciliation

extension Entrance {
    /// `isobar.yaml`.
    static let controllerConfiguration = Entrance(name: "configuration") { (bytes: [UInt8]) throws(BrokenPromise) in
        let (configuration, diagnostics) = ControllerConfiguration.read(bytes, file: "isobar.yaml", directory: "/etc")
        let hasError = diagnostics.contains { $0.severity == .error }
        try BrokenPromise.unless((configuration == nil) == hasError, "a configuration exactly when there is no error")
        try check(diagnostics)
    }

    /// A plan file: what is read is written as it was read.
    static let planDocument = Entrance(name: "plan-document") { (bytes: [UInt8]) throws(BrokenPromise) in
        guard let document = try? PlanDocument(json: bytes, file: "plan.json") else { return }
        let again = try? PlanDocument(json: Array(document.json.utf8), file: "plan.json")
        try BrokenPromise.unless(again == document, "a plan that is not read back as it was written")
    }
}
