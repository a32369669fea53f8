import ArgumentParser
import BrokerModel
import Foundation

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Show Isobar at work on nine hosts in memory: no root, no Docker, no network.",
        discussion: """
            Makes a repository with the desired state of a broker of 20 nodes in a temporary directory, plans, applies, \
            plans again, changes a node, lets somebody break something and mends it. Only the hosts are simulated; \
            everything else is the program you would run. The same on nine real hosts of this machine: make demo

            With --keep the directory stays and is named at the end: the commands below work in it, on what happened \
            there. Only hosts cannot be asked any more, they were in memory.

            Examples:
              isobar demo --simulated
              isobar demo --simulated --keep
              ISOBAR_CONFIG=DIRECTORY/isobar.yaml isobar history
            """)

    @Flag(help: "Run on hosts in memory.")
    var simulated = false

    @Flag(help: "Leave the repository and the ledger where they are, to look at them.")
    var keep = false

    @Option(help: ArgumentHelp("How many times faster than real time.", valueName: "factor"))
    var speed = 5

    func validate() throws {
        guard (1...1000).contains(speed) else { throw ValidationError("--speed takes a number from 1 to 1000.") }
    }

    func run() async throws {
        guard simulated else {
            throw Failure(
                .usage, attempted: "show a demonstration", on: "isobar demo", response: "on what is not said",
                remedy: "on hosts in memory: isobar demo --simulated; "
                    + "on nine real hosts of this machine, from the source tree, as root: make demo")
        }
        let directory = FileManager.default.temporaryDirectory.appending(
            path: "isobar-demo-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let show = try DemoShow(directory: directory.path, speed: speed)
        do {
            try await reportingErrors { try await show.run() }
        } catch {
            StandardStream.error.write("Everything is left in \(directory.path).\n")
            throw error
        }
        show.end(keeps: keep)
        if !keep { try FileManager.default.removeItem(at: directory) }
    }
}
