import BrokerModel
import Execution
import Ledger
import Planner
import Reconciliation
import SimulatedFleet

/// One controller of a scenario, from its start to its end or its crash.
extension Scenario {
    /// Starts a controller and lets it apply the head, to its end or its
    /// crash.
    ///
    /// - Returns: its plan; nil when it did not come that far.
    func attempt(isCalm: Bool, with other: ControllerConfiguration? = nil) async -> Plan? {
        controllers += 1
        let number = controllers
        let life = ControllerLife(number: number)
        let before = other == nil ? standing ?? desired : desired
        let allowed = isCalm ? 1000 : min(20, before.maxDeletes)
        let aim = desired
        _ = await world.withWitness(Invariants.self) { $0.begin(number, aim, allowedDeletes: allowed) }
        var plan: Plan?
        do {
            let reconciler = try Reconciler(
                other ?? configuration, holder: "controller:\(number)", clock: wallClock,
                surroundings: surroundings(life))
            let lock = try reconciler.lock(for: "simulation")
            defer { lock.release() }
            let prepared = try await reconciler.prepare(PlanRequest())
            plan = prepared.plan
            search(try prepared.document.json, in: "the plan")
            let result = try await apply(prepared, with: reconciler, lock, allowed: isCalm ? 1000 : nil)
            if result == .succeeded, other == nil { standing = aim }
            await prepared.close()
        } catch {
            judge(error, life, isCalm: isCalm)
        }
        if other == nil { await checkHistory(of: number, didCrash: !life.isAlive) }
        return plan
    }

    private func apply(
        _ prepared: PreparedPlan, with reconciler: Reconciler, _ lock: borrowing RunLock, allowed: Int?
    ) async throws -> RunOutcome? {
        guard !prepared.plan.steps.isEmpty || !prepared.plan.departedHosts.isEmpty else {
            if prepared.plan.conflicts.isEmpty, prepared.plan.unreachable.isEmpty {
                _ = try await reconciler.recordStanding(prepared, actor: "simulation")
            }
            tell("nothing to do")
            return nil
        }
        let stop = StopRequest()
        let result = try await reconciler.apply(
            prepared, ApplyRequest(actor: "simulation", allowedDeletes: allowed), holding: lock, stop: stop
        ) { _ in }
        tell("run \(result.run): \(result.outcome), \(prepared.plan.steps.count) steps")
        for failure in result.report.failures { tell("  \(failure.failure)") }
        for failure in result.report.failures { search("\(failure.failure)", in: "a failure") }
        return result.outcome
    }

    /// A plan from what the ledger remembers is empty where one from a look is,
    /// and goes to no host.
    func checkRemembered() async {
        var own = surroundings(ControllerLife(number: controllers))
        own.transport = { host in
            throw Failure(.hostUnreachable, attempted: "connect", on: host.name.text, response: "nobody is to go there")
        }
        do {
            let reconciler = try Reconciler(
                configuration, holder: "controller:remembering", clock: wallClock, surroundings: own)
            let prepared = try await reconciler.prepare(PlanRequest(isCached: true))
            if !prepared.plan.isEmpty {
                violations.append("the plan from what is remembered is not empty: \(Self.text(of: prepared.plan))")
            }
            await prepared.close()
        } catch {
            violations.append("no plan from what is remembered: \(error)")
        }
    }

    private func surroundings(_ life: ControllerLife) -> Surroundings {
        Surroundings(
            transport: world.transports(of: life), timer: clock,
            limits: ExecutionLimits(pollInterval: .seconds(2), windowPollInterval: .seconds(10)),
            repository: repository,
            openSecrets: { sealed in
                sealed.reduce(into: [:]) { $0[$1.name] = Canaries.secret($1.name, ciphertext: $1.ciphertext) }
            },
            ledger: .inPlace { try life.check() }, images: Self.depot)
    }

    private var wallClock: @Sendable () -> Timestamp {
        let (now, error) = (timer.now, clockError)
        return {
            let moment = (now() + error).components
            return Timestamp(
                microseconds: (1_790_000_000 + moment.seconds) * 1_000_000 + moment.attoseconds / 1_000_000_000_000)
        }
    }

    /// Failures are allowed while things go wrong, defects never.
    private func judge(_ error: any Error, _ life: ControllerLife, isCalm: Bool) {
        tell("\(error)")
        search("\(error)", in: "an error")
        guard life.isAlive else { return }
        if let failure = error as? Failure {
            let defects: [FailureCode] = [
                .planUnsafe, .ledgerTampered, .ledgerUnusable, .ledgerBusy, .secretUnavailable,
            ]
            if defects.contains(failure.code) || isCalm { violations.append("\(failure.code.name): \(failure)") }
        } else if error is DesiredStateInvalid {
            if isCalm || !desired.isInvalid { violations.append("\(error)") }
        } else {
            violations.append("an error that is no failure: \(error)")
        }
    }

    private func search(_ text: String, in place: String) {
        if text.contains(Canaries.mark) { violations.append("a secret stands in \(place)") }
    }

    func tell(_ text: String) {
        story.append("[\(timer.now().components.seconds) s, controller \(controllers)] \(text)")
    }
}
