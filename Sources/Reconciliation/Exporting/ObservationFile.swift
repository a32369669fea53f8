import BrokerModel
import Foundation
public import Ledger

/// What was seen of the hosts last, for who cannot look at them: a preview in the
/// forge's own CI (`isobar observe --export`, `isobar preview --offline`).
///
/// There is no secret in it, and nothing a guess of one could be tested against. A
/// value that the commit wants is told by what stands for it where no secret is
/// opened; every other one by a code under a key that never leaves the controller.
public struct ObservationFile: Codable, Sendable {
    public struct Host: Codable, Sendable {
        public var name: String

        /// Absent of a host that was never reached.
        public var look: PortableLook?

        /// Why the last look failed; absent where it did not.
        public var failure: Failed?
    }

    public struct Failed: Codable, Sendable {
        public var at: String
        public var code: String
        public var message: String
    }

    /// What changes are held against, as the controller has it.
    public struct Policies: Codable, Sendable {
        public var levels: [String: String]
        public var nodesPerChange: Int
        public var instancesPerHost: Int
        public var registeredCentres: [String]?
        public var maxDeletes: Int
    }

    public var kind = Self.kind
    public var formatVersion = Self.version
    public var broker: String

    /// The head of the branch that the hosts were looked at for.
    public var commit: String

    /// The directory of the desired state in the repository.
    public var path: String
    public var exportedAt: String
    public var policies: Policies
    public var hosts: [Host]

    static let kind = "isobar-observation"
    static let version = 1

    /// Under which stand-ins are closed. It hides nothing, as nothing is secret in
    /// what it is used for.
    static let key = Digest(of: "isobar observation export 1").bytes

    /// Keys in order, so that the same world gives the same text but for the moments.
    public var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
        }
    }

    /// - Parameter file: where it was read from, for messages.
    /// - Throws: ``Failure`` with `exportUnusable`.
    public static func read(_ bytes: [UInt8], from file: String) throws -> ObservationFile {
        let refused = { (response: String) in
            Failure(
                .exportUnusable, attempted: "read an exported observation", on: file, response: response,
                remedy: "write one with the same version of isobar: isobar observe --export FILE")
        }
        struct Head: Decodable {
            var kind: String
            var formatVersion: Int
        }
        let data = Data(bytes)
        guard let head = try? JSONDecoder().decode(Head.self, from: data), head.kind == kind else {
            throw refused("it is no exported observation")
        }
        guard head.formatVersion == version else {
            throw refused("it is of format \(head.formatVersion), this program reads \(version)")
        }
        do {
            return try JSONDecoder().decode(Self.self, from: data)
        } catch {
            throw refused("a part of it is missing or of another form")
        }
    }
}
