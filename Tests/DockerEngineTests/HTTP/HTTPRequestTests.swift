import Testing

@testable import DockerEngine

@Suite("HTTP requests")
struct HTTPRequestTests {
    private func text(_ request: HTTPRequest) -> String { String(decoding: request.bytes, as: UTF8.self) }

    @Test func head() throws {
        let name = try #require(PathComponent("ca-eccc-msc"))
        let request = HTTPRequest(
            method: .get, prefix: "/v1.41", path: "/containers/\(name)/json",
            query: [QueryItem("all", true), QueryItem("filters", #"{"label":["a=b&c"]}"#)])
        #expect(
            text(request)
                == "GET /v1.41/containers/ca-eccc-msc/json?all=1&filters=%7B%22label%22%3A%5B%22a%3Db%26c%22%5D%7D HTTP/1.1\r\n"
                + "Host: docker\r\nUser-Agent: isobar\r\n\r\n")
    }

    @Test func bodies() {
        var request = HTTPRequest(method: .post, path: "/x")
        #expect(text(request).hasSuffix("\r\nContent-Length: 0\r\n\r\n"))
        request.body = .json(Array("{}".utf8))
        #expect(text(request).hasSuffix("\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"))
    }

    @Test(
        "a path component cannot leave its place",
        arguments: [
            ("a/b", "a%2Fb"), ("a?b#c", "a%3Fb%23c"), ("a b\r\nX: y", "a%20b%0D%0AX%3A%20y"), ("é", "%C3%A9"),
            ("...", "..."), ("a%2Fb", "a%252Fb"), ("sha256:ab", "sha256%3Aab"),
        ])
    func components(text: String, encoded: String) {
        #expect(PathComponent(text)?.encoded == encoded)
    }

    @Test("what cannot be a component", arguments: ["", ".", ".."])
    func impossible(text: String) {
        #expect(PathComponent(text) == nil)
        #expect(PathComponent(slashed: "a/\(text)") == nil)
    }

    @Test func imageReferences() {
        #expect(PathComponent(slashed: "registry:5000/a/b:1.0")?.encoded == "registry%3A5000/a/b%3A1.0")
        #expect(PathComponent(slashed: "../../containers/x") == nil)
        #expect(PathComponent(slashed: "/a") == nil)
    }
}
