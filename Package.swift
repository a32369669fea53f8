// swift-tools-version: 6.2
import PackageDescription

let common: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
]

// Targets without I/O: from the bytes of a commit to a checked plan.
let pure: [SwiftSetting] = common + [.strictMemorySafety()]

// What simulations go through most, a thousand times in `make test`: optimised in debug builds, too.
let optimised: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

// The program people install: names that nothing outside asks for stay out of it, and its relocations are packed
// (ld.lld(1)), so that less of it lies in memory.
let lean: [LinkerSetting] = [
    .unsafeFlags(
        ["-use-ld=lld", "-Xlinker", "--no-export-dynamic", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"],
        .when(platforms: [.linux], configuration: .release))
]

// The host helper's script, in parts; `HelperScript` puts them together.
let helperParts = [
    "head", "answering", "reading", "paths", "lease", "sifting", "looking", "probing", "examining", "files", "traefik",
    "prometheus", "haproxy", "rotation", "spreading", "cluster", "membership", "quorum", "redis", "emqx", "door",
    "packages", "accounts", "sudo", "trial", "installing", "main",
]

// What Grafana reads; `DashboardFile` tells where each goes.
let dashboards = [
    "dashboards/broker.json", "dashboards/node.json", "dashboards/hosts.json", "dashboards/isobar.json",
    "provisioning/datasources.yaml", "provisioning/providers.yaml",
]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let asn1: Target.Dependency = .product(name: "SwiftASN1", package: "swift-asn1")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let x509: Target.Dependency = .product(name: "X509", package: "swift-certificates")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
    name: "isobar",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "isobar", targets: ["isobar"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", exact: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    ],
    targets: [
        // C libraries.
        .systemLibrary(name: "CLibgit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
        .systemLibrary(name: "CLibssh2", pkgConfig: "libssh2", providers: [.apt(["libssh2-1-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        // The pure core.
        .target(name: "BrokerModel", dependencies: [crypto], swiftSettings: pure + optimised),
        .target(name: "DesiredStateReader", dependencies: ["BrokerModel", yams], swiftSettings: pure),
        .target(
            name: "AlertRules", path: "deploy/prometheus", exclude: ["isobar.rules.test.yml"],
            resources: [.embedInCode("isobar.rules.yml")], swiftSettings: common),
        .target(
            name: "Dashboards", path: "deploy/grafana",
            resources: dashboards.map { .embedInCode($0) }, swiftSettings: common),
        .target(name: "Blueprint", dependencies: ["AlertRules", "BrokerModel", "Dashboards"], swiftSettings: pure),
        .target(name: "Certificates", dependencies: ["BrokerModel", asn1, x509], swiftSettings: pure),
        .target(name: "Planner", dependencies: ["BrokerModel"], swiftSettings: pure),
        .target(name: "PlanChecker", dependencies: ["BrokerModel"], swiftSettings: pure),
        .target(name: "Previews", dependencies: ["BrokerModel"], swiftSettings: pure),
        .target(name: "Decisions", dependencies: ["BrokerModel", "Planner"], swiftSettings: pure),
        .target(name: "History", dependencies: ["BrokerModel"], swiftSettings: pure),

        // The shell.
        .target(name: "SSH", dependencies: ["BrokerModel", "CLibssh2", crypto], swiftSettings: common),
        .target(
            name: "DockerEngine", dependencies: ["BrokerModel", "CZlib", "SSH"], swiftSettings: common + optimised),
        .target(name: "GitRepository", dependencies: ["BrokerModel", "CLibgit2"], swiftSettings: common),
        .target(name: "Secrets", dependencies: ["BrokerModel", crypto, subprocess], swiftSettings: common),
        .target(
            name: "Migrations", path: "migrations",
            resources: [
                .embedInCode("V0001_initial.sql"), .embedInCode("V0002_last_look.sql"),
                .embedInCode("V0003_decisions.sql"), .embedInCode("V0004_impact.sql"),
                .embedInCode("V0005_questions.sql"), .embedInCode("V0006_access.sql"),
                .embedInCode("V0007_property_history.sql"),
                .embedInCode("V0008_audit_filters.sql"),
            ],
            swiftSettings: common),
        .target(
            name: "Ledger", dependencies: ["BrokerModel", "CZlib", "History", "Migrations", grdb, sqlite],
            swiftSettings: common),
        .target(name: "Programs", dependencies: ["BrokerModel", subprocess], swiftSettings: common),
        .target(name: "Forge", dependencies: ["BrokerModel"], swiftSettings: common),
        .target(name: "Execution", dependencies: ["BrokerModel"], swiftSettings: common),
        .target(
            name: "Fleet", dependencies: ["BrokerModel", "DockerEngine", "Execution", "SSH"],
            resources: helperParts.map { .embedInCode("Helper/Script/\($0).sh") }, swiftSettings: common + optimised),
        .target(
            name: "Reconciliation",
            dependencies: [
                "Blueprint", "BrokerModel", "Certificates", "DesiredStateReader", "Execution", "Fleet", "Forge", "GitRepository",
                "History", "Ledger", "PlanChecker", "Planner", "Previews", "Programs", "Secrets", "SSH",
            ],
            swiftSettings: common),
        .target(
            name: "Controller",
            dependencies: [
                "BrokerModel", "Decisions", "Execution", "Forge", "GitRepository", "Ledger", "Previews", "Programs",
                "Reconciliation",
                logging,
            ],
            swiftSettings: common),
        .target(
            name: "Reports", dependencies: ["BrokerModel", "History", "Ledger", "Previews", "Reconciliation"],
            swiftSettings: common),
        .target(
            name: "WebServer",
            dependencies: [
                "BrokerModel", "Controller", "Decisions", "Forge", "History", "Ledger", "Previews",
                "Reconciliation", "Reports",
                crypto, hummingbird, lifecycle, logging,
            ],
            resources: [
                .embedInCode("Page/page.html"), .embedInCode("Page/page.js"), .embedInCode("Page/page.css"),
                .embedInCode("Document/openapi.yaml"),
            ],
            swiftSettings: common),
        .target(
            name: "Commands",
            dependencies: [
                "Blueprint", "BrokerModel", "Controller", "DesiredStateReader", "DockerEngine", "Execution",
                "GitRepository", "History", "Ledger", "Planner", "Previews", "Reconciliation", "Reports", "Secrets",
                "SimulatedFleet", "WebServer",
                argumentParser, logging,
            ],
            swiftSettings: common),
        .executableTarget(
            name: "isobar", dependencies: ["Commands"], swiftSettings: common, linkerSettings: lean),

        // Fleets in memory (`make soak`).
        .target(name: "SimulatedFleet", dependencies: ["BrokerModel", "SSH"], swiftSettings: common + optimised),
        .executableTarget(
            name: "simulate",
            dependencies: [
                "BrokerModel", "DockerEngine", "Execution", "Fleet", "GitRepository", "Ledger", "Planner",
                "Reconciliation", "SimulatedFleet",
            ],
            swiftSettings: common + optimised),

        // Figures (`make bench`).
        .target(
            name: "BenchSupport", dependencies: ["BrokerModel"], path: "bench/BenchSupport",
            swiftSettings: common),
        .executableTarget(
            name: "PlanningBench",
            dependencies: ["BenchSupport", "Blueprint", "BrokerModel", "DesiredStateReader", "PlanChecker", "Planner"],
            path: "bench/PlanningBench", swiftSettings: common),
        .executableTarget(
            name: "AuditBench",
            dependencies: [
                "BenchSupport", "BrokerModel", "GitRepository", "History", "Ledger", "Reconciliation", "Secrets",
                "TestSupport", grdb,
            ],
            path: "bench/AuditBench", swiftSettings: common),
        .executableTarget(
            name: "SimulatedBench",
            dependencies: [
                "BenchSupport", "BrokerModel", "Controller", "Decisions", "DesiredStateReader", "Execution",
                "Fleet", "GitRepository", "Ledger", "Previews", "Reconciliation", "SimulatedFleet", "SSH",
                "TestSupport", logging,
            ],
            path: "bench/SimulatedBench", swiftSettings: common),
        .executableTarget(
            name: "SSHBench", dependencies: ["BenchSupport", "BrokerModel", "SSH", "TestSupport"],
            path: "bench/SSHBench", swiftSettings: common),
        .executableTarget(
            name: "WarmPlanBench", dependencies: ["BenchSupport", "BrokerModel", "Reconciliation"],
            path: "bench/WarmPlanBench", swiftSettings: common),

        // Tests.
        .target(name: "TestSupport", dependencies: ["BrokerModel"], swiftSettings: common),
        .testTarget(name: "BrokerModelTests", dependencies: ["BrokerModel", "TestSupport"], swiftSettings: common),
        .testTarget(
            name: "DesiredStateReaderTests", dependencies: ["BrokerModel", "DesiredStateReader"], swiftSettings: common),
        .testTarget(
            name: "BlueprintTests", dependencies: ["AlertRules", "Blueprint", "BrokerModel", "Dashboards", "TestSupport", yams],
            resources: [.copy("Golden")], swiftSettings: common),
        .testTarget(
            name: "CertificatesTests", dependencies: ["BrokerModel", "Certificates", "TestSupport"], swiftSettings: common),
        .testTarget(
            name: "PlannerTests", dependencies: ["BrokerModel", "PlanChecker", "Planner", "TestSupport"],
            swiftSettings: common),
        .testTarget(
            name: "PlanCheckerTests", dependencies: ["BrokerModel", "PlanChecker", "TestSupport"],
            swiftSettings: common),
        .testTarget(
            name: "PreviewsTests", dependencies: ["BrokerModel", "Previews"],
            swiftSettings: common),
        .testTarget(name: "ForgeTests", dependencies: ["BrokerModel", "Forge", "TestSupport"], swiftSettings: common),
        .testTarget(name: "DecisionsTests", dependencies: ["BrokerModel", "Decisions"], swiftSettings: common),
        .testTarget(
            name: "ExecutionTests", dependencies: ["BrokerModel", "Execution", "TestSupport"], swiftSettings: common),
        .testTarget(name: "SSHTests", dependencies: ["BrokerModel", "SSH", "TestSupport"], swiftSettings: common),
        .testTarget(
            name: "DockerEngineTests", dependencies: ["BrokerModel", "DockerEngine", "SSH", "SimulatedFleet", "TestSupport"],
            swiftSettings: common),
        .testTarget(
            name: "GitRepositoryTests", dependencies: ["BrokerModel", "GitRepository", "TestSupport"],
            swiftSettings: common),
        .testTarget(name: "SecretsTests", dependencies: ["BrokerModel", "Secrets", "TestSupport"], swiftSettings: common),
        .testTarget(name: "HistoryTests", dependencies: ["BrokerModel", "History"], swiftSettings: common),
        .testTarget(
            name: "LedgerTests", dependencies: ["BrokerModel", "History", "Ledger", "Migrations", "TestSupport", grdb],
            swiftSettings: common),
        .testTarget(
            name: "FleetTests",
            dependencies: [
                "BrokerModel", "DockerEngine", "Execution", "Fleet", "SSH", "SimulatedFleet", "TestSupport",
            ],
            swiftSettings: common),
        .testTarget(
            name: "ReconciliationTests",
            dependencies: [
                "BrokerModel", "DesiredStateReader", "Execution", "Fleet", "Forge", "GitRepository", "Ledger",
                "Planner", "Previews", "Reconciliation", "SimulatedFleet", "TestSupport",
            ],
            swiftSettings: common),
        .testTarget(
            name: "ControllerTests",
            dependencies: [
                "BrokerModel", "Controller", "Decisions", "DockerEngine", "Forge", "GitRepository", "Ledger", "Previews",
                "Reconciliation", "SimulatedFleet", "TestSupport", "WebServer", "isobar",
                crypto, grdb, hummingbird, logging, yams,
            ],
            swiftSettings: common),
        .testTarget(
            name: "CommandsTests",
            dependencies: [
                "BrokerModel", "Commands", "Execution", "GitRepository", "History", "Ledger", "Planner", "Reconciliation",
                "Reports", "TestSupport", "isobar", yams,
            ],
            swiftSettings: common),
        .testTarget(
            name: "ReportsTests", dependencies: ["BrokerModel", "History", "Reconciliation", "Reports"],
            exclude: ["Golden"], swiftSettings: common),
        .testTarget(
            name: "SimulationTests",
            dependencies: ["BrokerModel", "Fleet", "SimulatedFleet", "TestSupport", "simulate"], swiftSettings: common),
        .testTarget(
            name: "HostileInputTests",
            dependencies: [
                "Blueprint", "BrokerModel", "Commands", "DesiredStateReader", "DockerEngine", "Execution", "Fleet",
                "History", "Ledger", "Reconciliation", "SSH", "Secrets", "SimulatedFleet", "TestSupport", yams,
            ],
            exclude: ["Fuzzer"], swiftSettings: common),
        .testTarget(name: "LabTests", dependencies: ["TestSupport"], swiftSettings: common),
    ],
    swiftLanguageModes: [.v6]
)

// The fuzzer is built only when `scripts/fuzz` asks for it, instead of the tests whose sources it shares.
if Context.environment["ISOBAR_FUZZ"] != nil {
    package.targets.removeAll { $0.name == "HostileInputTests" }
    package.targets += [
        .systemLibrary(name: "CLibFuzzer", path: "fuzz/CLibFuzzer"),
        .executableTarget(
            name: "Fuzzer",
            dependencies: [
                "BrokerModel", "CLibFuzzer", "DesiredStateReader", "DockerEngine", "Fleet", "Reconciliation", "SSH",
            ],
            path: "Tests/HostileInputTests", sources: ["Entrances", "Fuzzer"], swiftSettings: common),
    ]
}
