import BrokerModel
import TestSupport
import Testing

@testable import Blueprint

@Suite struct EMQXValueTests {
    /// The first ones are those of the reports that EMQX cut passwords short
    /// (emqx/emqx issues 12231 and 17358).
    @Test(arguments: [
        ("MQtt#123", #""MQtt#123""#), ("password12#45", #""password12#45""#), ("a//b", #""a//b""#),
        ("0123", #""0123""#), ("1.5", #""1.5""#), ("10s", #""10s""#), ("true", #""true""#), ("null", #""null""#),
        ("a=b", #""a=b""#), ("${x}", #""${x}""#), ("a b", #""a b""#), ("", #""""#), (#"say "no""#, #""say \"no\"""#),
        (#"c:\new"#, #""c:\\new""#), ("wmxyp06li0OL", "wmxyp06li0OL"), ("a.b_c-d@e", "a.b_c-d@e"),
    ])
    func quotesWhatHOCONReadsOtherwise(text: String, value: String) {
        #expect(EMQXValue.text(text) == value)
    }

    @Test func everyTextComesBack() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        for text in HostileTexts.all + HostileTexts.random(2000, seed: seed) {
            // What no environment variable can hold is refused there.
            guard (try? EnvFile.Value(text)) != nil else { continue }
            #expect(HOCONValue(EMQXValue.text(text)) == .text(text), "\(text.debugDescription), seed \(seed)")
            if let cookie = try? EMQXValue.cookie(text) {
                #expect(cookie == text && HOCONValue(cookie) == .text(text), "\(text.debugDescription), seed \(seed)")
            }
        }
    }

    @Test(arguments: ["cookie", "oBdg6vUMbl5EHvhm5YNOoUK0Yt2PNtk", "emqx_50-secret.cookie@x", "True1"])
    func aCookieStandsAsItIs(text: String) throws {
        #expect(try EMQXValue.cookie(text) == text)
    }

    @Test(arguments: [
        "", "123", "1e5", "0x1F", "12ab", "-a", ".a", "true", "false", "null", "a b", "a#b", "a=b", "a:b", "\"a\"", "a,b",
        "{a}", "[a]", "${a}", "a+b", "a//b", #"a\b"#, "a'b", "größe",
    ])
    func refusesOtherCookies(text: String) {
        #expect(throws: Refusal.self) { try EMQXValue.cookie(text) }
    }

    @Test func membersGetBothInTheirForm() throws {
        var broker = try SampleBroker.small()
        broker.secrets[try SampleBroker.name("emqx-dashboard")] = Secret("MQtt#123\n")
        let environment = try container("wbroker01/emqx", in: broker.resources()).environment
        #expect(environment["EMQX_DASHBOARD__DEFAULT_PASSWORD"] == ConfidentialText(Secret("\"MQtt#123\"")))
        broker.secrets[try SampleBroker.name("emqx-cookie")] = Secret("12#34")
        let failure = #expect(throws: Failure.self) { try broker.resources() }
        #expect(failure?.response.contains("emqx.cookie: is no cookie that EMQX") == true)
        #expect(failure?.response.contains("12#34") == false)
    }
}
