import BrokerModel
import Certificates
import Fleet
import GitRepository
import Ledger
import Planner
import Secrets
import Synchronization

extension Reconciler {
    /// Looks at everything that an apply of a revision depends on, and says of
    /// each thing that would stop it what to do. Nothing is changed anywhere.
    ///
    /// - Throws: ``DesiredStateInvalid``, or a ``Failure`` with `usage`. What is
    ///   in the way otherwise is a finding.
    public func examine(
        _ request: DoctorRequest, report: @escaping @Sendable (PreparationEvent) -> Void = { _ in }
    ) async throws -> DoctorDocument {
        report(.fetching(configuration.repository.url))
        let today = try source.today()
        var fetching: Failure?
        do {
            _ = try await source.update()
        } catch let failure as Failure where failure.code != .cancelled {
            fetching = failure
        }
        let loaded: LoadedCommit
        do {
            loaded = try await source.load(request.revision, today: today)
        } catch let failure as Failure where failure.code != .cancelled {
            return DoctorDocument(stoppedBy: fetching ?? failure, in: RepositoryCheck.name, at: clock())
        }
        let desired = loaded.desired
        try check(PlanScope(hosts: request.hosts), against: desired)
        report(.reading(loaded.commit.id))

        let secrets: Result<[SecretName: Secret], Failure>
        do {
            secrets = .success(try await opened(loaded).secrets)
        } catch let failure as Failure where failure.code != .cancelled {
            secrets = .failure(failure)
        }
        let names = desired.hosts.map(\.name).filter { request.hosts.isEmpty || request.hosts.contains($0) }
        let trials = PortTable(desired).trials(
            among: desired.hosts, virtualAddress: desired.broker.loadBalancer.settings?.virtualAddress)
        let outside = OutsideBrokers(desired, today: today)
        let wanted = await wanted(of: loaded, secrets, today: today)
        let parts = (try? wanted?.get()) ?? [:]
        report(.observing(hosts: names.count))
        let progress = Progress(hosts: names.count, report: report)
        let hosts = fleet(of: desired)
        let inquiries = names.reduce(into: [HostName: HostInquiry]()) { inquiries, name in
            inquiries[name] = inquiry(about: name, of: desired, trials, outside, parts[name] ?? WantedParts())
        }
        let examined = try await closing(hosts) {
            await FleetExaminer(hosts, clock: clock).examine(inquiries, report: progress.ended)
        }
        try Task.checkCancellation()
        var examination = Examination(
            desired: desired, trials: trials, outside: outside, hosts: examined,
            repository: fetching.map { .failure($0) } ?? .success(loaded.commit.id),
            secrets: secrets.map(\.count), rendering: wanted.map { $0.map { _ in } },
            ledger: try await auditedRecords(), helper: HelperScript.digest)
        examination.wanted = parts
        if desired.broker.distribution == .push {
            let references = parts.values.reduce(into: Set<ImageReference>()) { $0.formUnion($1.images) }
            examination.supplies = await images.look(for: references).supplies
        }
        if case .success(let opened) = secrets {
            let review = CertificateReview(of: desired, secrets: opened, at: clock())
            examination.certificates = review.diagnostics
            examination.certificateSummaries = review.certificates.map(summary)
        }
        return DoctorDocument(examination, commit: loaded.commit.id, at: clock())
    }

    // MARK: - Parts

    private func inquiry(
        about name: HostName, of desired: DesiredState, _ trials: [PortTrial], _ outside: OutsideBrokers,
        _ wanted: WantedParts
    ) -> HostInquiry {
        guard let host = desired.hosts.first(where: { $0.name == name }) else { return HostInquiry() }
        var seen: Set<ReachFacts.Target> = []
        let tried = trials.filter { $0.from == name }.map { ReachFacts.Target(address: $0.address, port: $0.port) }
        return HostInquiry(
            packages: wanted.packages.sorted(),
            targets: (tried + CorosyncCheck.targets(from: host, in: desired)
                + (host.role == .antiloop ? outside.targets : [])).filter { seen.insert($0).inserted },
            names: host.role == .antiloop ? NeededNames(desired).all : [],
            needsEngine: host.role != .loadbalancer, images: wanted.images,
            asksRegistries: desired.broker.distribution == .pull)
    }

    /// What each host is to have, nodes placed where they ran last; nil without
    /// the secrets, which rendering needs.
    private func wanted(
        of loaded: LoadedCommit, _ secrets: Result<[SecretName: Secret], Failure>, today: CalendarDate
    ) async -> Result<[HostName: WantedParts], Failure>? {
        guard case .success(let opened) = secrets else { return nil }
        let desired = loaded.desired
        var known: [HostName: Set<CentreID>] = [:]
        for host in desired.hosts(.antiloop) {
            known[host.name] = Self.nodes(among: (try? await ledger.lastKnownResources(on: host.name)) ?? [])
        }
        do {
            let placement = try place(desired, today, running: known)
            let resources = try render(OpenedCommit(loaded: loaded, secrets: opened), today, placement)
            return .success(WantedParts.byHost(resources))
        } catch let failure as Failure {
            return .failure(failure)
        } catch {
            return nil
        }
    }

    private func auditedRecords() async throws -> Result<Int64, Failure> {
        do {
            return .success(try await ledger.verifyAuditChain().records)
        } catch let failure as Failure where failure.code != .cancelled {
            return .failure(failure)
        }
    }

    private func summary(_ certificate: ReviewedCertificate) -> String {
        let names = certificate.names.prefix(3).joined(separator: ", ")
        let days = certificate.daysLeft(at: clock()).map { "\($0) days left" } ?? "of unknown age"
        return "\(certificate.field) covers \(names), \(days)"
    }
}

/// Counts the hosts that are through.
private final class Progress: Sendable {
    private let done = Mutex(0)
    private let hosts: Int
    private let report: @Sendable (PreparationEvent) -> Void

    init(hosts: Int, report: @escaping @Sendable (PreparationEvent) -> Void) {
        self.hosts = hosts
        self.report = report
    }

    var ended: @Sendable (HostName) -> Void {
        { [self] host in
            let count = done.withLock { done in
                done += 1
                return done
            }
            report(.observed(host, done: count, of: hosts))
        }
    }
}
