import BrokerModel
import Foundation
import Testing

@testable import Fleet

/// What is said to EMQX's REST API, as a server takes it apart: lines of JSON, and
/// a user's name in the path of a request.
extension Surface {
    mutating func read(_ user: EMQXUserSpecification, at address: ResourceAddress) throws {
        let login = try user.login.withRevealed { login in
            try Self.readInPath(EMQXUserSpecification.name(of: login))
        }
        let place = "emqx/user/\(try Self.readInPath(address.name))"
        add(login, "\(place) path")
        let lines = EMQXWords.lines(of: user).split(separator: "\n", omittingEmptySubsequences: false)
        add(lines.count, "\(place) lines")
        for (number, line) in lines.enumerated() where line.count > 1 {
            add(try JSONSerialization.jsonObject(with: Data(line.utf8)), "\(place) line \(number)")
        }
    }

    mutating func read(_ cluster: EMQXClusterSpecification, _ place: String) throws {
        let password = EMQXWords.text(ofEnvironment: cluster.dashboardPassword)
        add(try JSONSerialization.jsonObject(with: Data(password.utf8), options: .fragmentsAllowed), "\(place) password")
        for member in cluster.members { add(member.node, "\(place) \(member.host)") }
    }

    /// A segment of a path, which ends at none of a request's own characters.
    private static func readInPath(_ segment: String) throws -> String {
        try #require(segment == EMQXUserSpecification.unnamed || segment.wholeMatch(of: /[A-Za-z0-9._%-]+/) != nil)
        return try #require(segment.removingPercentEncoding)
    }
}
