import BrokerModel
import Foundation
import Testing

@testable import Fleet

/// Accounts made by Debian's own programs, in a private `/etc`.
@Suite("Accounts", .enabled(if: getuid() == 0, "the helper is run in a mount namespace of its own"))
struct AccountTests {
    private static func specification(_ uid: Int = 61_234, gid: Int = 61_235) throws -> AccountSpecification {
        AccountSpecification(
            name: "gbtest", uid: uid, gid: gid, home: try Sandbox.home.required, groups: ["docker"])
    }

    private static func seen(
        _ wanted: AccountSpecification, in ground: SandboxGround
    ) async throws -> AccountObservation {
        let answer = try await ground.sandbox.link().run(LookVerb(accounts: [wanted]))
        return try answer.accounts[wanted.name].required
    }

    private func with(_ body: (SandboxGround) async throws -> Void) async throws {
        try await SandboxGround.with(lists: ["account/gbtest"]) { ground in
            let group = try ground.text(of: "group")
            if !group.contains("\ndocker:") {
                try (group + "docker:x:61999:\n").write(to: ground.etc("group"), atomically: false, encoding: .utf8)
            }
            try await body(ground)
        }
    }

    @Test func anAccountIsMadeAndSeen() async throws {
        try await with { ground in
            let wanted = try Self.specification()
            #expect(try await Self.seen(wanted, in: ground).numbers == nil)
            try FileManager.default.removeItem(at: ground.sandbox.directory.appending(path: "home/gb"))
            try await ground.run(AccountVerb(specification: wanted))
            let found = try await Self.seen(wanted, in: ground)
            #expect(found.numbers == .init(uid: 61_234, gid: 61_235))
            #expect(found.groups == ["docker"])
            #expect(found.hasHome)
            #expect(found.uidHolder == "gbtest")
            #expect(try ground.text(of: "passwd").contains("\ngbtest:x:61234:61235:"))
            #expect(try ground.text(of: "shadow").contains("\ngbtest:*:"))
            // Nothing is left to do.
            try await ground.run(AccountVerb(specification: wanted))
        }
    }

    @Test func whatAnAccountLacksIsGivenToIt() async throws {
        try await with { ground in
            let wanted = try Self.specification()
            let passwd = try ground.text(of: "passwd")
            try (passwd + "gbtest:x:61234:61235::/home/gb:/bin/sh\n").write(
                to: ground.etc("passwd"), atomically: false, encoding: .utf8)
            let group = try ground.text(of: "group")
            try (group + "others:x:61235:\n").write(to: ground.etc("group"), atomically: false, encoding: .utf8)
            #expect(try await Self.seen(wanted, in: ground).groups == [])
            try await ground.run(AccountVerb(specification: wanted))
            #expect(try await Self.seen(wanted, in: ground).groups == ["docker"])
            #expect(try ground.text(of: "passwd").contains("gbtest:x:61234:61235::/home/gb:/bin/sh"))
        }
    }

    @Test func numbersAreNeverChanged() async throws {
        try await with { ground in
            let passwd = try ground.text(of: "passwd")
            try (passwd + "gbtest:x:61000:61000::/home/gb:/bin/sh\nother:x:61500:61500::/:/bin/sh\n").write(
                to: ground.etc("passwd"), atomically: false, encoding: .utf8)
            let failure = try #require(
                try await ground.failure(of: AccountVerb(specification: try Self.specification())))
            #expect(failure.code == .planStale)
            #expect(failure.response.contains("61000:61000"))
            #expect(try await Self.seen(try Self.specification(61_500), in: ground).uidHolder == "other")
            #expect(try ground.text(of: "passwd").contains("gbtest:x:61000:61000:"))
        }
    }

    @Test(arguments: ["root", "-x", "a b", "$(id)", "a\nuid 0", ""])
    func aNameIsOnlyAName(_ name: String) async throws {
        try await with { ground in
            var wanted = try Self.specification()
            wanted.name = name
            #expect(try await ground.failure(of: AccountVerb(specification: wanted))?.code == .helperRefused)
            wanted = try Self.specification(0)
            #expect(try await ground.failure(of: AccountVerb(specification: wanted))?.code == .helperRefused)
            wanted = try Self.specification()
            wanted.groups = ["sudo"]
            #expect(try await ground.failure(of: AccountVerb(specification: wanted))?.code == .helperRefused)
        }
    }
}
