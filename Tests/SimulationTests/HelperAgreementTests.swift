import BrokerModel
import Foundation
import SimulatedFleet
import Testing

/// The simulated helper answers as the real script does: without this, a
/// simulation would prove things about hosts that do not exist.
@Suite(.enabled(if: getuid() == 0, "the script is run in a mount namespace of its own"))
struct HelperAgreementTests {
    /// Requests by chance, right ones and wrong ones, one after the other.
    @Test(arguments: [1, 2, 3, 4, 5, 6])
    func answersAlike(seed: UInt64) async throws {
        let real = try RealHelper()
        defer { real.remove() }
        var simulated = SimulatedHelper()
        for directory in ["/home/gb/compose/x", "/home/gb/traefik/dynamic"] {
            try real.makeDirectory(directory)
            simulated.makeDirectory(directory)
        }
        var chance = SeededGenerator(seed: seed)
        var requests = RequestMaker(chance.split())
        for step in 0..<25 {
            if chance.happens(onceIn: 5) {
                let path = RequestMaker.files.randomElement(using: &chance) ?? ""
                let bytes = Array("by hand \(step)\n".utf8)
                if simulated.host.files[String(path.prefix(path.lastIndex(of: "/")))] != nil {
                    try real.write(bytes, to: path)
                    simulated.write(bytes, to: path)
                    requests.contents[path] = bytes
                }
            }
            let request = requests.next()
            let (expected, actual) = (
                HelperFields.canonical(try await real.answer(to: request)),
                HelperFields.canonical(simulated.answer(to: request))
            )
            #expect(actual == expected, "seed \(seed), step \(step): \(String(decoding: request, as: UTF8.self))")
            requests.note(actual)
        }
    }
}

extension String {
    fileprivate func prefix(_ end: String.Index?) -> Substring { end.map { self[..<$0] } ?? self[...] }
}
