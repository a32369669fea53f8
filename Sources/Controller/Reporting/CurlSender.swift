import BrokerModel
import Forge
import Foundation
import Programs
import Reconciliation

/// Carries requests to a forge over curl(1): TLS, proxies and authorities are the
/// system's. The token goes over its standard input and is in no argument that
/// other users can see. Redirections are not followed, so that the token goes
/// nowhere else.
struct CurlSender: HTTPSender {
    let kind: ForgeKind

    /// Of the API, without a slash at its end.
    let address: String

    /// Read for every request, so that a token that is renewed needs no restart.
    let tokenFile: String

    func send(_ call: HTTPCall) async throws -> HTTPAnswer {
        let configuration = try configuration(of: call)
        let told = try await ProgramRun.run(
            "curl", ["--config", "-"], input: Array(configuration.utf8), attempted: "ask the forge", on: address)
        return try Self.answer(told, from: address)
    }

    /// For curl's `--config`.
    func configuration(of call: HTTPCall) throws -> String {
        var lines = [
            "url = \(CurlText.quoted(address + call.path))", #"proto = "=https,http""#,
            "request = \"\(call.method.rawValue)\"",
            "header = \(CurlText.quoted(try authorization()))", #"header = "Accept: application/json""#,
            #"header = "User-Agent: isobar""#, "max-time = 30", "max-filesize = \(Self.mostBytes)", "silent",
            "show-error", "globoff", "compressed", #"write-out = "%{stderr}%{http_code}\n%{header_json}""#,
        ]
        if kind == .github { lines.append(#"header = "X-GitHub-Api-Version: 2022-11-28""#) }
        if let body = call.body {
            lines.append(#"header = "Content-Type: application/json""#)
            lines.append("data-raw = \(CurlText.quoted(String(decoding: body, as: UTF8.self)))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let mostBytes = 8 << 20

    private func authorization() throws -> String {
        let file = FileManager.default.contents(atPath: tokenFile).map { String(decoding: $0, as: UTF8.self) }
        let token = file?.split(whereSeparator: \.isNewline).first.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
        guard !token.isEmpty, token.utf8.count <= 1_000, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Failure(
                .configurationInvalid, attempted: "read the forge's token", on: tokenFile,
                response: file == nil ? "there is no such file, or it may not be read" : "its first line is no token",
                remedy: "write the token to it, on one line")
        }
        // GitLab takes both; personal, project and group tokens come this way by its documentation.
        return kind == .gitlab
            ? "PRIVATE-TOKEN: \(token)" : "Authorization: \(kind == .gitea ? "token" : "Bearer") \(token)"
    }

    /// The body is on the standard output; status and headers, which are what
    /// `write-out` says, on the other.
    private static func answer(_ told: ProgramRun.Ending, from address: String) throws -> HTTPAnswer {
        let parts = told.errors.split(separator: "\n", maxSplits: 1)
        let names = parts.dropFirst().first.flatMap {
            try? JSONDecoder().decode([String: [String]].self, from: Data($0.utf8))
        }
        guard let status = parts.first.flatMap({ Int($0) }), status >= 100, let names else {
            throw Failure(
                .commandFailed, attempted: "ask the forge", on: address, response: "curl does not say what came back",
                remedy: "curl 7.83 or newer is needed")
        }
        let headers = names.map { ($0.key.lowercased(), $0.value.joined(separator: ", ")) }
        return HTTPAnswer(
            status: status, headers: Dictionary(headers) { first, _ in first }, body: Array(told.output.utf8))
    }
}
