import Foundation
import TestSupport
import Testing

@testable import Commands

@Suite("isobar firewall")
struct FirewallCommandTests {
    @Test("Prints rules for a host of the branch, with this machine's way in, and applies nothing")
    func prints() async throws {
        let controller = try await Controller()
        let ended = try controller.isobar("firewall", "wbroker01", "--from", "192.0.2.0/24")
        #expect(ended.status == 0, "\(ended.errorOutput)")
        #expect(ended.output.hasPrefix("#!/usr/sbin/nft -f\n"))
        #expect(ended.output.contains("ip saddr { 192.0.2.0/24 } tcp dport { 1 } accept comment \"SSH\""))
        #expect(ended.output.contains("ip saddr { 127.0.0.1/32 } tcp dport { 1 } accept comment \"SSH\""))
    }

    @Test(
        "What is no host, or no address, is a mistake",
        arguments: [
            ["firewall"], ["firewall", "no host"], ["firewall", "a", "--from", "everywhere"],
            ["firewall", "a", "--from", "10.0.0.0/33"], ["firewall", "a", "--from", "10.0.0/8"],
            ["firewall", "a", "--from", "10.0.0.1; flush ruleset"], ["firewall", "a", "--path", ".", "--ref", "main"],
        ])
    func mistakes(_ arguments: [String]) throws {
        #expect(try Program().run(arguments).status == 64)
    }

    @Test("A host that is not there is named with those that are")
    func unknown() async throws {
        let ended = try await Controller().isobar("firewall", "nobody")
        #expect(ended.status == 64)
        #expect(ended.errorOutput.contains("waloop01, waloop02, wbroker01"), "\(ended.errorOutput)")
    }

    @Test(
        "Addresses and ranges are known",
        arguments: [
            ("192.0.2.1", true), ("192.0.2.0/24", true), ("::1", true), ("fd00::/8", true), ("0.0.0.0/0", true),
            ("", false), ("/", false), ("1.2", false), ("192.0.2.1/", false), ("192.0.2.1/024", false),
            ("::/129", false),
            ("a.example", false), ("192.0.2.1/24/24", false),
        ])
    func addresses(_ text: String, _ isOne: Bool) {
        #expect(AddressText.isAddressOrRange(text) == isOne)
    }
}
