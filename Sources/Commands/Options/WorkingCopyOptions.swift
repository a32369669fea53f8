import ArgumentParser
import BrokerModel
import Foundation
import Secrets

/// Which working copy of the desired state a command changes.
struct WorkingCopyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The directory that holds broker.yaml.", valueName: "dir"))
    var path = "."

    /// Its secrets.
    ///
    /// - Throws: `usage` when it holds no desired state: a `secrets/` beside
    ///   anything else would be of no use to anybody.
    func secrets() throws -> SecretDirectory {
        let file = (path.hasSuffix("/") ? path : path + "/") + "broker.yaml"
        guard FileManager.default.fileExists(atPath: file) else {
            throw Failure(
                .usage, attempted: "work with secrets", on: path.isEmpty ? "an empty path" : path,
                response: "there is no broker.yaml in it",
                remedy: "name the directory of the desired state with --path")
        }
        return SecretDirectory(ofDesiredStateIn: path)
    }

    /// How a file of it is called in a command that is given here.
    func name(of file: String) -> String {
        let prefix = path == "." ? "./" : ""
        return prefix.isEmpty || !file.hasPrefix(prefix) ? file : String(file.dropFirst(prefix.count))
    }

    /// What is left to do once files were changed: git(1), from here.
    func commit(_ file: String, _ message: String) -> String {
        let directory = path == "." ? "" : " -C \(ShellWord(path).quoted)"
        return "git\(directory) add \(file) && git\(directory) commit -m \(ShellWord(message).quoted)"
    }
}
