import BrokerModel
import Foundation
import Testing

@Suite("isobar token")
struct TokenCommandTests {
    let controller: Controller

    init() async throws {
        controller = try await Controller()
    }

    private func list(_ arguments: String...) throws -> [[String: Any]] {
        let ended = try Program().run(
            ["token", "list", "--format", "json"] + arguments, directory: controller.directory)
        let document = try JSONSerialization.jsonObject(with: Data(ended.output.utf8)) as? [String: Any]
        return try #require(document?["tokens"] as? [[String: Any]])
    }

    @Test("A token is printed once and nothing else is; it is listed without itself, and revoked")
    func story() throws {
        #expect(try controller.isobar("token", "list").output.hasPrefix("There are no tokens"))
        let made = try controller.isobar("token", "create", "ci", "--role", "operator", "--expires", "90d")
        #expect(made.status == 0, "\(made.errorOutput)")
        let text = made.output.trimmingCharacters(in: .newlines)
        #expect(text.hasPrefix("isobar_") && text.utf8.count == 50)
        #expect(made.output == text + "\n")
        let listed = try controller.isobar("token", "list")
        #expect(listed.output.contains("ci") && listed.output.contains("operator") && !listed.output.contains(text))
        let entry = try #require(try list().first)
        #expect(entry["isValid"] as? Bool == true && entry["expiresAt"] != nil)
        // Nor is it anywhere in the database.
        let files = ["isobar.sqlite", "isobar.sqlite-wal"].compactMap { file in
            FileManager.default.contents(atPath: controller.directory + "/" + file)
        }
        #expect(files.allSatisfy { $0.range(of: Data(text.utf8)) == nil })
        #expect(files.contains { $0.range(of: Data(Digest(of: text).bytes)) != nil })
        #expect(try controller.isobar("token", "create", "ci", "--role", "viewer").errorOutput.contains("revoke ci"))
        #expect(try controller.isobar("token", "revoke", "ci").status == 0)
        #expect(try list().isEmpty)
        #expect(try list("--all").count == 1)
        #expect(try controller.isobar("token", "revoke", "ci").status == 1)
    }

    @Test(
        "Mistakes are usage errors",
        arguments: [
            ["create", "a b", "--role", "viewer"], ["create", "x", "--role", "king"], ["create", "x"],
            ["create", "x", "--role", "viewer", "--expires", "soon"], ["create", "é", "--role", "viewer"],
            ["create", "x", "--role", "viewer", "--expires", "0d"], ["revoke", ""],
        ])
    func mistakes(arguments: [String]) throws {
        #expect(try Program().run(["token"] + arguments, directory: controller.directory).status == 64)
    }
}
