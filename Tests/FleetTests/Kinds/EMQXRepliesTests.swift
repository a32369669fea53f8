import BrokerModel
import Execution
import Foundation
import Testing

@testable import Fleet

/// What EMQX answers, read; what it is told, written.
@Suite("What EMQX tells and is told")
struct EMQXRepliesTests {
    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// As EMQX 5.8 answers.
    private static let report: EMQXDoorReport = {
        var report = EMQXDoorReport(state: "open", greeting: "refused", stamps: "0a everyone listener\n0b a%20b hidden\nbroken\n")
        report.authentication = bytes(
            #"[{"backend":"built_in_database","enable":true,"id":"password_based:built_in_database","mechanism":"password_based","password_hash_algorithm":{"name":"sha256","salt_position":"suffix"},"user_id_type":"username"},{"mechanism":"jwt","enable":true},{"mechanism":"password_based","backend":"http","enable":false}]"#)
        report.sources = bytes(
            #"{"sources":[{"enable":true,"type":"built_in_database"},{"enable":false,"type":"http"},{"enable":true,"type":"file","rules":"{allow, all}."}]}"#)
        report.settings = bytes(#"{"cache":{"enable":true,"max_size":32},"deny_action":"ignore","no_match":"deny"}"#)
        report.users = bytes(
            #"{"data":[{"user_id":"globalbroker","is_superuser":true},{"user_id":"everyone","is_superuser":false}],"meta":{"count":2,"hasnext":false,"limit":1000,"page":1}}"#)
        report.rules = bytes(
            #"{"data":[{"username":"everyone","rules":[{"action":"subscribe","permission":"allow","qos":[0,1,2],"retain":"all","topic":"cache/a/wis2/#"},{"action":"publish","permission":"allow","qos":[1],"retain":"all","topic":"x"},{"action":"all","permission":"deny","qos":[0,1,2],"retain":true,"topic":"y"}]}],"meta":{"hasnext":false}}"#)
        report.everybody = bytes(#"{"rules":[{"action":"all","permission":"allow","topic":"t/+"}]}"#)
        report.clients = bytes(
            #"{"data":[{"clientid":"sensor-7","rules":[{"action":"all","permission":"allow","topic":"t"}]},{"clientid":"b","rules":[]}],"meta":{}}"#)
        return report
    }()

    @Test func theDoor() throws {
        let door = try EMQXReplies(Self.report).door()
        #expect(
            door
                == EMQXDoor(
                    admitsAnybody: false, authenticators: ["jwt", EMQXDoor.authenticator],
                    sources: ["built_in_database", "file"], noMatch: "deny",
                    otherRules: ["all clients", "client sensor-7"]))
        var other = Self.report
        other.greeting = "admitted"
        #expect(try EMQXReplies(other).door().admitsAnybody == true)
        other.greeting = "silent"
        #expect(try EMQXReplies(other).door().admitsAnybody == nil)
    }

    @Test func theUsersAndTheirRules() throws {
        let accounts = try EMQXReplies(Self.report).accounts()
        #expect(Set(accounts.keys) == ["globalbroker", "everyone"])
        #expect(accounts["globalbroker"] == EMQXAccount(isSuperuser: true, rules: []))
        let rules = try #require(accounts["everyone"]).rules
        #expect(rules.first?.readsSame(as: .mayReceive("cache/a/wis2/#")) == true)
        #expect(
            rules.map { "\($0.permission) \($0.action)" }
                == ["allow subscribe", "allow publish at QoS 1", "deny all if retained"])
    }

    @Test func whatIsNotThereIsNothing() throws {
        let replies = EMQXReplies(EMQXDoorReport(state: "open", greeting: "silent", stamps: ""))
        #expect(try replies.accounts().isEmpty)
        let door = try replies.door()
        #expect(door.authenticators.isEmpty && door.sources.isEmpty && door.noMatch == "allow")
        #expect(replies.stamps.isEmpty)
    }

    @Test func stampsAreReadWithTheirUsers() {
        let stamps = EMQXReplies(Self.report).stamps
        #expect(stamps.mapValues { $0.withRevealed { $0 } } == ["everyone": "0a", "a%20b": "0b"])
        #expect(stamps.values.allSatisfy { $0.isConfidential })
        #expect(EMQXReplies(Self.report).unnamed == ["a%20b"])
    }

    /// A part is never taken for all of them, nor half an answer for one.
    @Test func aPartIsAnError() {
        var report = Self.report
        report.users = Self.bytes(#"{"data":[],"meta":{"hasnext":true}}"#)
        #expect(throws: MalformedAnswer.self) { try EMQXReplies(report).accounts() }
        for part: WritableKeyPath<EMQXDoorReport, [UInt8]> in [
            \.authentication, \.sources, \.settings, \.everybody, \.clients,
        ] {
            for length in 1..<Self.report[keyPath: part].count {
                var cut = Self.report
                cut[keyPath: part] = Array(cut[keyPath: part].prefix(length))
                #expect(throws: MalformedAnswer.self) { try EMQXReplies(cut).door() }
            }
        }
    }

    @Test func membersAreReadFromErlangsMap() throws {
        var answer = HelperAnswer()
        answer.emqxMembers = """
            Cluster status: #{running_nodes =>
                                  ['emqx@b.example.org','emqx@a.example.org'],
                              stopped_nodes => ['emqx@c.example.org']}
            """
        let view = try EMQXView(answer)
        #expect(view.running == ["emqx@a.example.org", "emqx@b.example.org"])
        #expect(view.stopped == ["emqx@c.example.org"] && view.door == nil && !view.isLoginRefused)
        answer.emqxMembers = "Cluster status: #{running_nodes => ['emqx@a'], stopped_nodes => []}"
        #expect(try EMQXView(answer).stopped.isEmpty)
        for text in ["", "Node is not responding to pings.", "#{running_nodes => ['emqx@a'"] {
            answer.emqxMembers = text
            #expect(throws: MalformedAnswer.self) { try EMQXView(answer) }
        }
        #expect(try EMQXView(HelperAnswer()) == .silent)
    }

    @Test func refusedIsNotSilent() throws {
        var answer = HelperAnswer()
        answer.emqxDoor = EMQXDoorReport(state: "refused", greeting: "refused", stamps: "")
        #expect(try EMQXView(answer).isLoginRefused)
        answer.emqxDoor?.state = "silent"
        #expect(try !EMQXView(answer).isLoginRefused)
    }

    @Test func aLonelyMemberServesAndIsNotWell() {
        let nodes: Set = ["emqx@a", "emqx@b"]
        let well = MemberHealth(emqx: EMQXView(running: ["emqx@a", "emqx@b"]), expecting: nodes)
        #expect(well.isHealthy && !well.isIdle)
        let lonely = MemberHealth(emqx: EMQXView(running: ["emqx@a"]), expecting: nodes)
        #expect(!lonely.isHealthy && !lonely.isIdle && lonely.note == "its cluster is without emqx@b")
        #expect(MemberHealth(emqx: .silent, expecting: nodes).isIdle && MemberHealth(emqx: nil, expecting: nodes).isIdle)
    }

    // MARK: - What it is told

    @Test func aUserInWordsOfTheAPI() {
        let user = EMQXUserSpecification(
            name: "everyone", login: "everyone", password: ConfidentialText(Secret("a\"b\\c é/")),
            rules: [.mayReceive("cache/a/wis2/#")], hosts: [])
        #expect(
            EMQXWords.lines(of: user) == #"""
                {"is_superuser":false,"password":"a\"b\\c é/"}
                {"is_superuser":false,"password":"a\"b\\c é/","user_id":"everyone"}
                {"rules":[{"action":"subscribe","permission":"allow","topic":"cache/a/wis2/#"}],"username":"everyone"}

                """#)
        var publisher = user
        publisher.rules = []
        publisher.isSuperuser = true
        #expect(EMQXWords.lines(of: publisher).hasSuffix("\n-\n"))
        #expect(EMQXWords.lines(of: publisher).contains(#""is_superuser":true"#))
    }

    @Test(arguments: [("plain", #""plain""#), (#""quo\"ted""#, #""quo\"ted""#)])
    func aTextOfTheEnvironment(value: String, json: String) throws {
        let text = EMQXWords.text(ofEnvironment: ConfidentialText(Secret(value)))
        #expect(text == json)
        #expect((try? JSONDecoder().decode(String.self, from: Data(text.utf8))) != nil)
    }
}
