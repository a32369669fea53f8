import BrokerModel
import DesiredStateReader

extension Entrance {
    /// A directory of which one file is replaced: the first line is its path,
    /// the rest its bytes.
    static let desiredState = Entrance(name: "desired-state") { (bytes: [UInt8]) throws(BrokenPromise) in
        let lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = lines.first, let today = CalendarDate(year: 2026, month: 11, day: 21) else { return }
        var files = SmallBroker.files
        files[String(decoding: path, as: UTF8.self)] = lines.count > 1 ? Array(lines[1]) : []
        let sources = files.map { SourceFile(path: $0.key, bytes: $0.value, blob: "0a") }
        let result = DesiredState.read(sources, today: today)

        let hasError = result.diagnostics.contains { $0.severity == .error }
        try BrokenPromise.unless((result.state == nil) == hasError, "a state exactly when there is no error")
        try check(result.diagnostics)
    }

    /// One YAML file as such, and what stands where in it.
    static let yaml = Entrance(name: "yaml") { (bytes: [UInt8]) throws(BrokenPromise) in
        var findings = Findings()
        let document = YAMLDocument(file: "broker.yaml", bytes: bytes, findings: &findings)
        try BrokenPromise.unless((document == nil) == (findings.errorCount == 1), "a document exactly when no error")
        try check(findings.diagnostics)
        if let document {
            var count = 0
            try checkPlaces(document.root, count: &count)
            try BrokenPromise.unless(count <= YAMLDocument.Limits.nodes, "\(count) values")
        }
    }

    private static func checkPlaces(_ node: YAMLNode, count: inout Int) throws(BrokenPromise) {
        count += 1
        try BrokenPromise.unless(node.position.line >= 1 && node.position.column >= 1, "a value without a place")
        switch node.content {
        case .scalar: break
        case .sequence(let nodes): for node in nodes { try checkPlaces(node, count: &count) }
        case .mapping(let entries):
            try BrokenPromise.unless(Set(entries.map(\.key)).count == entries.count, "a key twice")
            for entry in entries { try checkPlaces(entry.value, count: &count) }
        }
    }

    /// Lines that can be printed, at places that exist.
    static func check(_ diagnostics: [Diagnostic]) throws(BrokenPromise) {
        for diagnostic in diagnostics {
            let text = diagnostic.description
            try BrokenPromise.unless(
                diagnostic.position.line >= 1 && diagnostic.position.column >= 1, "no place: \(text)")
            let isClean = !text.unicodeScalars.contains { $0.isInvisible && $0 != "\n" }
            try BrokenPromise.unless(isClean, "not fit to be printed: \(text.excerpt(1000))")
            try BrokenPromise.unless(text.utf8.count < 4000, "a message of \(text.utf8.count) bytes")
        }
    }
}
