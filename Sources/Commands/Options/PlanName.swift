import ArgumentParser
import BrokerModel
import Controller
import Ledger

/// The plan a person means: its digest, or as much of its beginning as `isobar plan` prints.
struct PlanName {
    /// Fewer digits could be those of two plans.
    static let leastDigits = 8

    /// `sha256:` and what was given of the digits.
    let text: String

    /// - Throws: `ValidationError` for what no digest begins with.
    init(_ given: String) throws {
        let digits = given.hasPrefix("sha256:") ? given.dropFirst(7) : given[...]
        let areDigits = digits.utf8.allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
        }
        guard areDigits, (Self.leastDigits...64).contains(digits.utf8.count) else {
            throw ValidationError(
                "'\(given)' is no digest: sha256: and 64 digits, or the first \(Self.leastDigits) of them or more.")
        }
        text = "sha256:\(digits)"
    }

    /// The whole digest: of the plan that waits, where only the beginning was given.
    ///
    /// - Throws: ``Failure`` when no plan waits, or one that begins otherwise.
    func digest(_ verb: String, _ service: ServiceClient) async throws -> Digest {
        if let whole = Digest(text) { return whole }
        guard let waiting = try await service.status().waiting else {
            throw Failure(
                .notFound, attempted: "\(verb) the plan", on: text, response: "no plan waits for a decision",
                remedy: "see what the service does: isobar sync")
        }
        guard waiting.plan.hasPrefix(text), let digest = Digest(waiting.plan) else {
            throw Failure(
                .planStale, attempted: "\(verb) the plan", on: text,
                response: "the plan that waits is another one: \(waiting.plan)", remedy: "look at it: isobar plan")
        }
        return digest
    }

    /// The whole digest, of one of the plans that are kept.
    ///
    /// - Throws: ``Failure`` when none begins so, or several do.
    func digest(in ledger: LedgerStore) async throws -> Digest {
        if let whole = Digest(text) { return whole }
        let kept = try await ledger.plans(beginningWith: String(text.dropFirst("sha256:".count)), limit: 2)
        guard let digest = kept.first else {
            throw Failure(
                .notFound, attempted: "show the plan", on: text, response: "no plan that is kept begins so",
                remedy: "see which are: isobar audit log --action propose")
        }
        guard kept.count == 1 else {
            throw Failure(
                .notFound, attempted: "show the plan", on: text, response: "several plans begin so",
                remedy: "give more of its digits")
        }
        return digest
    }
}
