internal import BrokerModel
internal import Foundation

/// What is said to EMQX's REST API, as lines of JSON. They hold passwords and go
/// nowhere but into the request to the helper.
enum EMQXWords {
    private struct Password: Encodable {
        var password: String
        var isSuperuser: Bool

        enum CodingKeys: String, CodingKey {
            case password
            case isSuperuser = "is_superuser"
        }
    }

    private struct User: Encodable {
        var login: String
        var password: Password

        enum CodingKeys: String, CodingKey {
            case login = "user_id"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(login, forKey: .login)
            try password.encode(to: encoder)
        }
    }

    private struct Rule: Encodable {
        var permission: String
        var action: String
        var topic: String
    }

    private struct Rules: Encodable {
        var username: String
        var rules: [Rule]
    }

    /// A user as it is changed, as it is made, and its rules, one a line; `-` for
    /// none.
    static func lines(of user: EMQXUserSpecification) -> String {
        user.login.withRevealed { login in
            let password = user.password.withRevealed { Password(password: $0, isSuperuser: user.isSuperuser) }
            let rules = user.rules.map { rule in
                Rule(permission: rule.permission, action: rule.action, topic: rule.topic.withRevealed { $0 })
            }
            return [
                json(password), json(User(login: login, password: password)),
                rules.isEmpty ? "-" : json(Rules(username: login, rules: rules)),
            ].map { $0 + "\n" }.joined()
        }
    }

    /// The text of a variable that EMQX reads as HOCON, as a JSON string: what
    /// stands between quotes there is written alike.
    static func text(ofEnvironment value: ConfidentialText) -> String {
        value.withRevealed { $0.hasPrefix("\"") ? $0 : "\"\($0)\"" }
    }

    private static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts and truth values can always be written.
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
