import BrokerModel
import Foundation

/// An observed host as text, to plan from later: a line of JSON with what
/// belongs to the host, then a line for each kind with its resources by name.
///
/// Equal hosts give equal texts. What may be secret is closed
/// (``ObservationSeal``).
enum KeptHost {
    /// The form of the text; texts of another form are not read.
    static let format = 1

    private struct Header: Codable {
        var broker: String?
        var managed: [String]
        var owned: [String]

        /// Asked for and not there.
        var absent: [String]
        var texts: [String: String]
    }

    static func text(of host: ObservedHost, asked: [ResourceAddress], closing seal: ObservationSeal) throws -> String {
        try text(of: host, asked: asked) { _ in seal }
    }

    /// - Parameter seal: closes what one resource may hold.
    static func text(
        of host: ObservedHost, asked: [ResourceAddress], closing seal: (ResourceAddress) -> ObservationSeal
    ) throws -> String {
        let header = Header(
            broker: host.manifest.broker?.text, managed: host.manifest.resources.map(\.description).sorted(),
            owned: host.resources.values.filter(\.isOwned).map(\.address.description).sorted(),
            absent: asked.filter { host.resources[$0] == nil }.map(\.description).sorted(),
            texts: Dictionary(host.texts.map { ($0.key.text, $0.value) }, uniquingKeysWith: { first, _ in first }))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var lines = [String(decoding: try encoder.encode(header), as: UTF8.self)]
        for type in ObservationRegistry.all {
            let found = host.resources.values.filter { $0.address.kind == type.kind }
            if let kind = try Self.encode(found, as: type, encoder, seal) { lines.append("\(type.kind.text) \(kind)") }
        }
        return lines.joined(separator: "\n")
    }

    /// Reads the text back; nil when it is not of this program's form.
    static func read(_ text: String, of host: HostName, opening seal: ObservationSeal) -> RememberedLook? {
        // By bytes: JSON escapes a line end within a text.
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"))
        guard let first = lines.first, let header = try? JSONDecoder().decode(Header.self, from: Data(first)) else {
            return nil
        }
        let owned = Set(header.owned)
        var resources: [ResourceAddress: ObservedResource] = [:]
        for line in lines.dropFirst() {
            guard let space = line.firstIndex(of: UInt8(ascii: " ")),
                let type = ObservationRegistry.type(of: ResourceKind(String(Substring(line[..<space])))),
                let found = decode(line[line.index(after: space)...], as: type, seal)
            else { return nil }
            for (name, observation) in found {
                let address = ResourceAddress(host, type.kind, name)
                resources[address] = ObservedResource(
                    address: address, observation: observation, isOwned: owned.contains(address.description))
            }
        }
        let manifest = Manifest(
            broker: header.broker.flatMap { CentreID($0) }, resources: Set(header.managed.compactMap { ResourceAddress($0) }))
        var texts: [AbsolutePath: String] = [:]
        for (path, text) in header.texts {
            if let path = AbsolutePath(path) { texts[path] = text }
        }
        return RememberedLook(
            host: ObservedHost(host: host, resources: resources, manifest: manifest, texts: texts),
            absent: Set(header.absent.compactMap { ResourceAddress($0) }))
    }

    private static func encode<Observation: ResourceObservation>(
        _ found: [ObservedResource], as type: Observation.Type, _ encoder: JSONEncoder,
        _ seal: (ResourceAddress) -> ObservationSeal
    ) throws -> String? {
        var kept: [String: Observation.Kept] = [:]
        for resource in found {
            if let observation = resource.observation as? Observation {
                kept[resource.address.name] = observation.kept(closing: seal(resource.address))
            }
        }
        return kept.isEmpty ? nil : String(decoding: try encoder.encode(kept), as: UTF8.self)
    }

    private static func decode<Observation: ResourceObservation>(
        _ text: Substring.UTF8View, as type: Observation.Type, _ seal: ObservationSeal
    ) -> [String: any ResourceObservation]? {
        let kept = try? JSONDecoder().decode([String: Observation.Kept].self, from: Data(text))
        return kept?.mapValues { Observation($0, opening: seal) }
    }
}
