import ArgumentParser
import BrokerModel
import DesiredStateReader
import Foundation
import Reconciliation

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schemas of the files people write.",
        discussion: """
            Editors complete and check files against them. Without a name the schemas are listed.

            Examples:
              isobar schema node > node.json
              isobar schema --all docs/schema
            """)

    @Argument(help: "broker, hosts, versions, node or isobar.")
    var name: String?

    @Option(help: ArgumentHelp("Write all of them into this directory.", valueName: "directory"))
    var all: String?

    private static var documents: [(name: String, json: String)] {
        DesiredStateSchema.documents + [("isobar", ControllerConfiguration.schema)]
    }

    func validate() throws {
        guard let name, !Self.documents.contains(where: { $0.name == name }) else { return }
        let names = Self.documents.map(\.name).joined(separator: ", ")
        throw ValidationError("There is no schema '\(name)'. Schemas: \(names).")
    }

    func run() throws {
        if let all {
            for document in Self.documents {
                let file = "\(all)/\(document.name).json"
                do {
                    try Data(document.json.utf8).write(to: URL(fileURLWithPath: file))
                } catch {
                    throw Failure(
                        .usage, attempted: "write a schema", on: file, response: "the file cannot be written",
                        remedy: "the directory must exist and be writable")
                }
            }
            return
        }
        guard let name else {
            for document in Self.documents { StandardStream.output.write(document.name + "\n") }
            return
        }
        for document in Self.documents where document.name == name {
            StandardStream.output.write(document.json)
        }
    }
}
