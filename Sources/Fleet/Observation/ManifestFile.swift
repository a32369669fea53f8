internal import BrokerModel
internal import Foundation

/// The form of a host's manifest, `/var/lib/isobar/managed.json`: JSON with one
/// resource to a line, so that the helper finds one without a JSON parser.
enum ManifestFile {
    private struct Document: Decodable {
        var formatVersion: Int
        var broker: String?
        var resources: [String]
    }

    /// The bytes of a manifest; the same for equal manifests.
    static func contents(of manifest: Manifest) -> [UInt8] {
        let broker = manifest.broker.map { "\"\($0.text)\"" } ?? "null"
        let lines = manifest.resources.map { string($0.description) }.sorted()
        let text =
            #"{"formatVersion": 1, "broker": "# + broker + #", "resources": ["# + "\n"
            + lines.joined(separator: ",\n") + "\n]}\n"
        return Array(text.utf8)
    }

    /// - Parameter contents: nil when the host has no manifest.
    /// - Throws: `manifestUnreadable`; what is Isobar's is then unknown.
    static func parse(_ contents: [UInt8]?, of host: HostName) throws(Failure) -> Manifest {
        guard let contents else { return Manifest() }
        do {
            let document = try JSONDecoder().decode(Document.self, from: Data(contents))
            let resources = document.resources.compactMap(ResourceAddress.init)
            let broker = document.broker.flatMap(CentreID.init)
            guard document.formatVersion == 1, resources.count == document.resources.count,
                (broker == nil) == (document.broker == nil)
            else { throw unreadable(host, "it is of format \(document.formatVersion), or names no resources") }
            return Manifest(broker: broker, resources: Set(resources))
        } catch let failure as Failure {
            throw failure
        } catch {
            throw unreadable(host, "it is no manifest in JSON")
        }
    }

    private static func unreadable(_ host: HostName, _ response: String) -> Failure {
        Failure(
            .manifestUnreadable, attempted: "read what Isobar manages on the host",
            on: "\(host), /var/lib/isobar/managed.json", response: response,
            remedy: "restore the file from a backup, or with the version of Isobar that wrote it; "
                + "without it nothing on the host is touched")
    }

    /// A JSON string. The helper builds the same bytes: only what JSON demands
    /// is escaped (RFC 8259, section 7).
    private static func string(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": escaped += "\\\""
            case "\\": escaped += "\\\\"
            case "\u{00}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return "\"" + escaped + "\""
    }
}
