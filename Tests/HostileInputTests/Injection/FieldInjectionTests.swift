import BrokerModel
import DesiredStateReader
import Foundation
import Testing

/// From the bytes of a commit to the files and requests of the hosts: a text
/// in any field is refused where it stands, or it is data.
@Suite("Injection: a text in any field")
struct FieldInjectionTests {
    /// Stands for itself in every place, so that a text can be compared with it.
    static let harmless = "harmless-word"

    @Test("is refused at its place, or stands on the hosts as nothing but a value", arguments: try fields())
    func isDataOrRefused(_ field: Field) throws {
        let calm = try Self.calm(field)
        let isFree = try BrokerOnHosts().surface(of: try field.putting(Self.anything).files) != nil
        for text in isFree ? HostileTexts.all : HostileTexts.some {
            let note: Comment = "\(field.testDescription) = \(text.prefix(80).debugDescription)"
            let (files, positions) = try field.putting(text)
            switch try BrokerOnHosts().outcome(of: files) {
            case .refused(let diagnostics):
                let here = diagnostics.filter { $0.severity == .error && positions.contains($0.position) }
                #expect(!here.isEmpty, "\(note), at \(positions): \(diagnostics)")
            case .failed(let failure):
                #expect(failure.code == .desiredStateInvalid, note)
                #expect(failure.response.contains(": error: "), note)
            case .resources(let resources, let broker):
                let surface = try Surface(resources, broker: broker)
                let differences = surface.differences(from: calm.surface, replacing: calm.text, by: text)
                #expect(differences.isEmpty, note)
            }
        }
    }

    /// Taken by fields that take any text of one line.
    private static let anything = #"x"'`$(id) ;|>\ #{{y}}é"#

    /// Fields whose text goes to the hosts as it is: there the loop above
    /// compares something.
    @Test("reaches the hosts whole, where any text may stand")
    func freeText() throws {
        let text = Self.anything
        var reached: [String] = []
        for field in try Self.fields() {
            guard let surface = try BrokerOnHosts().surface(of: try field.putting(text).files) else { continue }
            if !surface.places(of: text).isEmpty { reached.append(field.path) }
        }
        #expect(
            Set(reached) == [
                "publish.username", "antiloop.environment.GDC_URL", "users.everyone.password", "subscribe.username",
                "subscribe.backup.username", "subscribe.backup.password", "environment.TZ",
            ])
    }

    /// The documents of ``SmallBroker`` and one with Redis elsewhere, which
    /// together fill every field of the schema.
    static func fields() throws -> [Field] {
        let managed = try Field.all(of: SmallBroker.files)
        let external = try Field.all(of: SmallBroker.filesWithRedisElsewhere).filter { $0.path.hasPrefix("redis.") }
        return managed + external
    }

    /// A harmless text that the field takes, and what comes of it.
    private static func calm(_ field: Field) throws -> (text: String, surface: Surface) {
        if let surface = try BrokerOnHosts().surface(of: try field.putting(harmless).files) {
            return (harmless, surface)
        }
        let untouched = try BrokerOnHosts().surface(of: field.untouched)
        return (field.original, try #require(untouched, "\(field.testDescription)"))
    }
}
