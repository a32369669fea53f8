import BrokerModel
import Testing

/// The values of secrets are seen by nobody in a review.
@Suite("Injection: a text in any secret")
struct SecretInjectionTests {
    private static let files = SmallBroker.files.map { SourceFile(path: $0.key, bytes: $0.value, blob: "0a") }

    @Test("is refused, or stands on the hosts as nothing but a value", arguments: SmallBroker.secrets)
    func isDataOrRefused(_ name: String) throws {
        var calm: [String: Surface] = [:]
        for form in Self.forms(of: name) {
            var broker = BrokerOnHosts()
            broker.secrets[name] = form.replacing("TEXT", with: FieldInjectionTests.harmless)
            calm[form] = try broker.surface(of: Self.files)
        }
        for text in Self.isLine(name) ? HostileTexts.all : HostileTexts.some {
            for form in Self.forms(of: name) {
                var broker = BrokerOnHosts()
                broker.secrets[name] = form.replacing("TEXT", with: text)
                let note: Comment = "\(name) = \(form) with \(text.prefix(80).debugDescription)"
                switch try broker.outcome(of: Self.files) {
                case .refused(let diagnostics):
                    Issue.record("the reader sees no secret: \(diagnostics)")
                case .failed(let failure):
                    #expect(failure.code == .desiredStateInvalid, note)
                    let isRepeated = text.utf8.count > 8 && failure.description.contains(text)
                    #expect(!isRepeated, "\(note) stands in the failure")
                case .resources(let resources, let centre):
                    let surface = try Surface(resources, broker: centre)
                    let calm = try #require(calm[form], note)
                    let held = Self.held(text, in: form)
                    let differences = surface.differences(
                        from: calm, replacing: FieldInjectionTests.harmless, by: held)
                    #expect(differences.allSatisfy { Self.mayDiffer($0, name, text) }, "\(note): \(differences)")
                }
            }
        }
    }

    /// Whether any text of one line is meant; the others go through a check of
    /// their form.
    private static func isLine(_ name: String) -> Bool { forms(of: name) == ["TEXT"] }

    /// How a text becomes a value of the secret's kind.
    private static func forms(of name: String) -> [String] {
        switch name {
        case "certificate", "manage-certificate": ["TEXT", BrokerOnHosts.pem + "TEXT"]
        case "traefik-users", "monitor-users": ["TEXT", "admin:TEXT", "other:hash\nadmin:TEXT"]
        default: ["TEXT"]
        }
    }

    /// One line break at the end of a secret is not part of it.
    private static func held(_ text: String, in form: String) -> String {
        form == "TEXT" && text == "\n" ? "" : text
    }

    /// Where lines mean something, a text of several lines makes several: of a
    /// certificate's own file, of the list of users. A file that holds a password
    /// and nothing else is that text. Nothing else may differ.
    private static func mayDiffer(_ place: String, _ name: String, _ text: String) -> Bool {
        switch name {
        case "certificate": place.contains("/certs/")
        case "manage-certificate": place.contains("/defaultCertificate/")
        case "traefik-users": text.contains(where: \.isNewline) && place.contains("/basicAuth/users")
        case "portainer-admin": place == "wmanage/file/home/gb/portainer/configuration/admin-password line 0"
        default: false
        }
    }
}
