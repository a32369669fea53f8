import BrokerModel
import DesiredStateReader

extension Shape where Value == ForgeSettings {
    /// The section `forge`.
    static var forge: Shape {
        .mapping { fields in
            let kind = fields.required(
                "kind", Shape<ForgeSettings.Kind>.choice, "github, gitlab, or gitea for Forgejo too.")
            let secret = fields.required(
                "webhookSecretFile", .filePath, "A file with the secret the forge signs its webhooks with.")
            guard let kind, let secret else { return nil }
            return ForgeSettings(kind: kind, webhookSecretFile: secret)
        }
    }
}
