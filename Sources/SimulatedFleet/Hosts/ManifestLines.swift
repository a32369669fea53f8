/// What a manifest lists, taken apart once: every look at a host and every
/// change on it asks.
struct ManifestLines: Sendable {
    /// The resources as they stand there, escaped.
    private var resources: Set<String> = []

    /// The paths of the files and directories among them.
    private(set) var paths: [String] = []

    /// - Parameter manifest: one resource to a line, in quotes, as
    ///   docs/host-helper.md tells.
    init(_ manifest: [UInt8]?) {
        for line in (manifest ?? []).split(separator: UInt8(ascii: "\n")) {
            guard line.first == UInt8(ascii: "\""), let end = line.lastIndex(of: UInt8(ascii: "\"")),
                end > line.startIndex
            else { continue }
            let resource = String(decoding: line[line.index(after: line.startIndex)..<end], as: UTF8.self)
            resources.insert(resource)
            if let path = Self.path(of: resource) { paths.append(path) }
        }
    }

    func lists(_ address: String) -> Bool { resources.contains(Self.escaped(address)) }

    private static func path(of resource: String) -> String? {
        let parts = resource.split(separator: "/", maxSplits: 2)
        guard parts.count == 3, parts[1] == "file" || parts[1] == "directory" else { return nil }
        let path = "/" + parts[2]
        return path.utf8.contains(UInt8(ascii: "\\"))
            ? path.replacing("\\\"", with: "\"").replacing("\\\\", with: "\\") : path
    }

    private static func escaped(_ address: String) -> String {
        guard address.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\"") }) else {
            return address
        }
        return address.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
