import ArgumentParser
import BrokerModel

/// What a token may be called: it stands in records, paths and logs.
enum TokenName {
    static func isValid(_ name: String) -> Bool {
        (1...60).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                byte.isLowercaseLetter || byte.isUppercaseLetter || byte.isDigit || ".-_@".utf8.contains(byte)
            }
    }

    /// - Throws: what is wrong with a word that is no role.
    @Sendable static func role(_ text: String) throws -> AccessRole {
        guard let role = AccessRole(rawValue: text) else {
            throw ValidationError("'\(text)' is no role: viewer, operator or admin.")
        }
        return role
    }

    static func rule(_ name: String) -> String {
        "'\(name)' is no name of a token: up to 60 letters, digits and . _ @ -"
    }
}
