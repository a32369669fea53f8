import BrokerModel
import GitRepository
import Testing

@Suite("Where a repository is")
struct RepositoryLocationTests {
    @Test(
        arguments: [
            ("/srv/desired-state.git", RepositoryLocation.Transport.path), ("file:///srv/state.git", .file),
            ("ssh://git@example.org/state.git", .ssh), ("ssh://git@example.org:2222/~/state.git", .ssh),
            ("git@example.org:team/state.git", .ssh), ("example.org:state", .ssh),
            ("https://example.org/team/state.git", .https), ("https://me@example.org/state.git", .https),
        ])
    func accepted(text: String, transport: RepositoryLocation.Transport) throws {
        let location = try RepositoryLocation(text)
        #expect(location.transport == transport)
        #expect(location.description == text)
    }

    @Test(
        arguments: [
            "", "state.git", "./state", "../state", "http://example.org/x", "git://example.org/x",
            "ftp://example.org/x",
            "ext::sh -c id", "ssh://-oProxyCommand=id/x", "-oProxyCommand=id:x", "git@:x", "host:", "ssh:///x",
            "https://", "/srv/a b", "/srv/a\nb", "https://exa\u{200B}mple.org/x",
        ])
    func refused(text: String) {
        let error = #expect(throws: Failure.self) { try RepositoryLocation(text) }
        #expect(error?.code == .configurationInvalid)
    }

    @Test("a password in a URL is refused and not repeated", arguments: ["https", "ssh"])
    func password(scheme: String) throws {
        let error = try #require(throws: Failure.self) { try RepositoryLocation("\(scheme)://me:canary@example.org/x") }
        #expect(!error.description.contains("canary"))
    }
}
