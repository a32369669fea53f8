import BrokerModel
import DockerEngine
import Foundation
import TestSupport
import Yams

@testable import Fleet

/// All that reaches the hosts, taken apart by those who read it there: one
/// entry for each value, named by the place it stands in.
///
/// A text that breaks out of its place makes an entry more, takes one away, or
/// changes another one.
struct Surface {
    private(set) var entries: [String: String] = [:]

    init(_ resources: [Resource], broker: CentreID) throws {
        for resource in resources {
            let place = resource.address.description
            switch resource.specification {
            case let file as FileSpecification:
                entries["\(place) owner"] = "\(file.ownership.owner):\(file.ownership.group) \(file.ownership.modeText)"
                try file.contents.withRevealed { try read($0, of: file.path.text, place) }
            case let container as ContainerSpecification:
                let creation = try ContainerCreation(container, at: resource.address, broker: broker)
                let sent = try JSONEncoder().encode(creation)
                add(try JSONSerialization.jsonObject(with: sent), place)
            case let directory as DirectorySpecification:
                entries["\(place) owner"] = "\(directory.ownership.owner):\(directory.ownership.group)"
            case let image as ImageSpecification:
                entries[place] = image.reference.text
            case let traefik as TraefikSpecification:
                for router in traefik.routers { entries["\(place) \(router)"] = "" }
            case let user as EMQXUserSpecification:
                try read(user, at: resource.address)
            case let cluster as EMQXClusterSpecification:
                try read(cluster, place)
            default:
                entries[place] = ""
            }
        }
    }

    /// A file, by what reads it on the host.
    private mutating func read(_ text: String, of path: String, _ place: String) throws {
        if path.hasSuffix(".env") {
            for (name, value) in try ComposeEnvironment(text).values { entries["\(place) \(name)"] = value }
        } else if path.hasSuffix(".yml") {
            add(try Yams.load(yaml: text, .basic) as Any, place)
        } else if path.hasSuffix(".json") {
            add(try JSONSerialization.jsonObject(with: Data(text.utf8)), place)
        } else {
            // Whatever ends a line for somebody.
            let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            for (number, line) in lines.enumerated() {
                entries["\(place) line \(number)"] = line.split(separator: " ").joined(separator: "\u{1}")
            }
        }
    }

    mutating func add(_ value: Any, _ place: String) {
        switch value {
        case let members as [String: Any]:
            entries["\(place) members"] = String(members.count)
            for (name, value) in members { add(value, "\(place)/\(name)") }
        case let elements as [Any]:
            entries["\(place) elements"] = String(elements.count)
            for (index, value) in elements.enumerated() { add(value, "\(place)[\(index)]") }
        default:
            entries[place] = Self.withoutDigests(Self.asEMQXReads(String(describing: value)))
        }
    }

    /// A variable of the engine's request; its value as EMQX takes it, where
    /// that reads it as HOCON.
    private static func asEMQXReads(_ variable: String) -> String {
        let name = "EMQX_DASHBOARD__DEFAULT_PASSWORD="
        guard variable.hasPrefix(name), case .text(let text) = HOCONValue(String(variable.dropFirst(name.count))) else {
            return variable
        }
        return name + text
    }

    /// Digests differ with every value; what they are of is compared itself.
    private static func withoutDigests(_ text: String) -> String {
        text.replacing(/[0-9a-f]{16,}/, with: "digest")
    }

    /// What differs although only `harmless` was replaced by `text`.
    func differences(from calm: Surface, replacing harmless: String, by text: String) -> [String] {
        var expected: [String: String] = [:]
        for (place, value) in calm.entries {
            expected[place.replacing(harmless, with: text)] = value.replacing(harmless, with: text)
        }
        let places = Set(expected.keys).union(entries.keys)
        return places.filter { expected[$0] != entries[$0] }.sorted()
    }

    /// Places that hold `text`.
    func places(of text: String) -> [String] {
        entries.filter { $0.value.contains(text) }.keys.sorted()
    }
}
