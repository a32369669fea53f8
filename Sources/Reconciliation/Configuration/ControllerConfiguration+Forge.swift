import BrokerModel
import DesiredStateReader
import Forge

extension Shape where Value == ForgeSettings {
    /// The section `forge`.
    static var forge: Shape {
        .mapping { fields in
            let kind = fields.required("kind", Shape<ForgeKind>.choice, "github, gitlab, or gitea for Forgejo too.")
            let address = fields.optional(
                "url", Shape<String>.forgeAddress,
                "The address of its API; left out, that of github.com or gitlab.com.")
            let repository = fields.optional(
                "repository", Shape<ForgeRepository>.forgeRepository, "The repository's name there: owner/name.")
            let token = fields.optional(
                "tokenFile", .filePath, "A file with a token that may set the statuses of commits.")
            let secret = fields.optional(
                "webhookSecretFile", .filePath, "A file with the secret the forge signs its webhooks with.")
            guard let kind, let node = fields.node else { return nil }
            var settings = ForgeSettings(kind: kind, webhookSecretFile: secret)
            if let token {
                if fields.node("repository") == nil {
                    fields.findings.error("the key \"repository\" is missing: whose statuses are set?", at: node)
                }
                if fields.node("url") == nil, kind.standardAddress == nil {
                    fields.findings.error(
                        "the key \"url\" is missing", at: node, hint: "https://YOUR-FORGE/api/v1")
                }
                if let repository, let address = address ?? kind.standardAddress {
                    settings.access = ForgeSettings.Access(address: address, repository: repository, tokenFile: token)
                }
            } else if secret == nil, fields.node("webhookSecretFile") == nil, fields.node("tokenFile") == nil {
                fields.findings.error(
                    "neither \"webhookSecretFile\" nor \"tokenFile\" is there: nothing is heard or told", at: node)
            }
            return settings
        }
    }
}

extension ForgeKind {
    /// Of the API of the forge that everybody knows by this name; nil when
    /// everybody has one of their own.
    fileprivate var standardAddress: String? {
        switch self {
        case .github: "https://api.github.com"
        case .gitlab: "https://gitlab.com/api/v4"
        case .gitea: nil
        }
    }
}

extension Shape where Value == ForgeRepository {
    fileprivate static var forgeRepository: Shape {
        .text { text throws(Refusal) in
            guard let repository = ForgeRepository(text) else {
                throw Refusal("\(text.quoted) is no repository of a forge", hint: "write owner/name")
            }
            return repository
        }
    }
}

extension Shape where Value == String {
    /// Over https; without, the token could be read on its way, so that only this
    /// machine itself may be meant.
    fileprivate static var forgeAddress: Shape {
        .text { text throws(Refusal) in
            let isOwn = ["http://127.0.0.1", "http://[::1]", "http://localhost"].contains { own in
                text == own || text.hasPrefix(own + ":") || text.hasPrefix(own + "/")
            }
            guard text.hasPrefix("https://") || isOwn, text.utf8.count <= 1_000,
                text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "@") }),
                !text.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") })
            else {
                throw Refusal("\(text.quoted) is no address of a forge's API", hint: "https://forge.example.org/api/v1")
            }
            return text.hasSuffix("/") ? String(text.dropLast()) : text
        }
    }
}
