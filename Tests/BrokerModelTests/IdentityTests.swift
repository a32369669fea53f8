import BrokerModel
import Testing

@Suite("Names and addresses")
struct IdentityTests {
    @Test("Centre-ids follow the registry's pattern", arguments: ["ca-eccc-msc", "xx-a1", "int-wmo-gb-2"])
    func centreID(text: String) {
        #expect(CentreID(text)?.text == text)
    }

    @Test(
        "What is no centre-id is refused",
        arguments: [
            "", "ca", "CA-eccc", "ca_eccc", "ca-", "-ca-x", "ca--x", "1a-x", "ca-x\n", "ca-é", "ca-x/..",
            "ca-" + String(repeating: "x", count: 61),
        ])
    func noCentreID(text: String) {
        #expect(CentreID(text) == nil)
    }

    @Test("Host names are one label of DNS", arguments: [("waloop01", true), ("w-1", true), ("-w", false), ("w.x", false), ("", false)])
    func hostName(text: String, isName: Bool) {
        #expect((HostName(text) != nil) == isName)
    }

    @Test(
        "Image references are split like the registry does",
        arguments: [
            ("golfvert/wis2gb:2.0.6", "golfvert/wis2gb", "2.0.6"), ("redis", "redis", nil),
            ("localhost:5000/a/b", "localhost:5000/a/b", nil), ("r.example:5000/a:1", "r.example:5000/a", "1"),
        ] as [(String, String, String?)])
    func image(text: String, repository: String, tag: String?) throws {
        let image = try #require(ImageReference(text))
        #expect(image.repository == repository)
        #expect(image.tag == tag)
    }

    @Test("What is no image reference is refused", arguments: ["", "A/b", "a b", "a:", "a:-x", "a@sha256:12", "a/", "/a", "a\n", "$(x)"])
    func noImage(text: String) {
        #expect(ImageReference(text) == nil)
    }

    @Test("Paths are absolute and normal", arguments: ["/", "", "a", "/a/", "/a//b", "/a/../b", "/a/.", "/a\nb"])
    func noPath(text: String) {
        #expect(AbsolutePath(text) == nil)
    }

    @Test("Addresses are read back as they are written", arguments: ["waloop01/container/ca-eccc-msc", "wlb01/file/etc/haproxy/haproxy.cfg", "cluster/redis/main"])
    func address(text: String) throws {
        #expect(try #require(ResourceAddress(text)).description == text)
    }

    @Test("Something of the whole broker has no host")
    func scope() throws {
        #expect(try #require(ResourceAddress("emqx/user/everyone")).host == nil)
        #expect(try #require(ResourceAddress("waloop01/file/a")).host == HostName("waloop01"))
    }
}
