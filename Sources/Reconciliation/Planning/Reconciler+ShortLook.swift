import BrokerModel
import Fleet

extension Reconciler {
    /// Plans from a look shortly before, and looks again only at what the plan touches:
    /// nodes that come, and files that change, are on their way sooner so.
    ///
    /// - Parameter earlier: of a whole look, with the connections it used; these are
    ///   used on.
    /// - Returns: nil when the hosts are to be looked at as a whole: that look is too old,
    ///   the plan is of another kind, a host does not answer, or anything is other than
    ///   it was.
    public func prepareShortly(_ request: PlanRequest, since earlier: PreparedPlan) async -> PreparedPlan? {
        guard earlier.isWhole, !earlier.isOfShortLook, earlier.rememberedFrom == nil,
            ShortLook.isRecent(earlier.observed, at: clock())
        else { return nil }
        do {
            let loaded = try await source.load(request.revision, pinned: request.pinned, today: try source.today())
            guard Self.ways(to: loaded.desired) == Self.ways(to: earlier.loaded.desired) else { return nil }
            var request = request
            request.seen = earlier.observed
            let expected = try await prepare(request, reusing: earlier)
            guard let look = ShortLook(for: expected.plan, in: loaded.desired) else { return nil }
            let wanted = expected.resources.filter { look.addresses.contains($0.address) }
            let again = await FleetObserver(earlier.hosts).observe(look.hosts, wanted: wanted, at: clock())
            request.seen = look.merged(earlier.observed, again)
            guard request.seen != nil else { return nil }
            var prepared = try await prepare(request, reusing: expected)
            guard let found = ShortLook(for: prepared.plan, in: loaded.desired),
                found.addresses.isSubset(of: look.addresses)
            else { return nil }
            prepared.isOfShortLook = true
            return prepared
        } catch {
            // The whole look finds the same, and says so.
            return nil
        }
    }

    /// What a commit wants of hosts that were seen shortly before.
    func look(at commit: OpenedCommit, _ seen: ObservedState, today: CalendarDate) async throws -> Look {
        let known = try await lastKnownNodes(of: [commit])
        let placement = try place(commit.desired, today, seen: seen.hosts, lastKnown: known)
        return Look(resources: try render(commit, today, placement), observed: seen)
    }
}
