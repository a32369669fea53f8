import Testing

@testable import Blueprint

@Suite struct NetworkPlacesTests {
    @Test(arguments: ["192.168.0.1", "2001:db8::1", "::1", "::ffff:192.0.2.1"])
    func admitsAddresses(text: String) throws {
        #expect(try HostAddress(text).text == text)
    }

    @Test func writesAddressesWithPorts() throws {
        let (four, six) = (try HostAddress("192.0.2.1"), try HostAddress("2001:db8::1"))
        #expect(four.bracketed == "192.0.2.1" && six.bracketed == "[2001:db8::1]")
        #expect(four.asRange.text == "192.0.2.1/32" && six.asRange.text == "2001:db8::1/128")
    }

    @Test func refusesHostileTexts() {
        for text in HostileTexts.all {
            #expect(throws: Refusal.self, "\(text)") { try HostAddress(text) }
            #expect(throws: Refusal.self, "\(text)") { try AddressRange(text) }
            #expect(throws: Refusal.self, "\(text)") { try AddressRange("10.0.0.0/" + text) }
            #expect(throws: Refusal.self, "\(text)") { try AddressRange(text + "/8") }
            #expect(throws: Refusal.self, "\(text)") { try HostAndPort(text) }
            // Some are names a host could have.
            if (try? DomainName(text)) == nil {
                #expect(throws: Refusal.self, "\(text)") { try HostAndPort(text + ":6379") }
            }
        }
    }

    @Test(arguments: [
        ("192.0.2.1:6379", "192.0.2.1", 6379), ("redis.example.org:1", "redis.example.org", 1),
        ("[2001:db8::1]:65535", "2001:db8::1", 65535),
    ])
    func takesHostAndPortApart(text: String, host: String, port: Int) throws {
        let place = try HostAndPort(text)
        #expect(place.host == host && place.port == port)
    }

    @Test(arguments: ["a", "a:", "a:0", "a:65536", ":1", "[]:1", "[a]:1", "a b:1", "a:-1", "2001:db8::1:x"])
    func refusesOtherPlaces(text: String) {
        #expect(throws: Refusal.self) { try HostAndPort(text) }
    }

    @Test(arguments: ["", "a..b", "-a", "a-", "a b", "a\n", "é.org", "a/b", ".", "a_b", "`"])
    func refusesNames(text: String) {
        #expect(throws: Refusal.self) { try DomainName(text) }
    }
}
