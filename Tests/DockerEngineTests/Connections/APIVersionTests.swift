import Testing

@testable import DockerEngine

@Suite("API versions")
struct APIVersionTests {
    @Test(arguments: [("1.41", 1, 41), ("1.9", 1, 9), ("2.0", 2, 0)])
    func reads(text: String, major: Int, minor: Int) {
        #expect(APIVersion(text) == APIVersion(major: major, minor: minor))
    }

    @Test(arguments: ["", "1", "1.", ".41", "1.41.2", "1.-4", "1.4x", "v1.41", "1.99999"])
    func refuses(text: String) {
        #expect(APIVersion(text) == nil)
    }

    @Test("by number, not by text")
    func order() {
        #expect(APIVersion(major: 1, minor: 9) < .oldest)
        #expect(APIVersion.oldest < .newest)
        #expect(APIVersion.newest < APIVersion(major: 2, minor: 0))
    }
}
