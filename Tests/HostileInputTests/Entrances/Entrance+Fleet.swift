import BrokerModel
import Foundation

@testable import Fleet

extension Entrance {
    /// What the helper of a host answered, and all that is read out of it.
    static let helperAnswer = Entrance(name: "helper-answer") { (bytes: [UInt8]) throws(BrokenPromise) in
        guard let answer = try? HelperAnswerParser.parse(bytes) else { return }
        let isWhole = bytes.last == 0 && bytes.contains(UInt8(ascii: "#"))
        try BrokenPromise.unless(isWhole, "an answer without its end")
        if let report = answer.haproxy { _ = HAProxyState(report) }
        if let routers = answer.traefikRouters { _ = TraefikRouters.observation(routers) }
        _ = PrometheusState.observation(answer.prometheus)
        for probe in answer.probes.values { _ = AntiloopMetrics(probe.metrics, of: nil) }
        if let contents = answer.manifest, let host = HostName("host01") {
            _ = try? ManifestFile.parse(contents, of: host)
        }
    }

    /// What HAProxy says: `show info`, an empty line, `show stat`.
    static let haproxy = Entrance(name: "haproxy") { (bytes: [UInt8]) throws(BrokenPromise) in
        let text = String(decoding: bytes, as: UTF8.self)
        let half = text.firstRange(of: "\n\n") ?? text.endIndex..<text.endIndex
        let state = HAProxyState(
            HAProxyReport(
                information: String(text[..<half.lowerBound]), statistics: String(text[half.upperBound...])))
        try BrokenPromise.unless(state.closedFrontends.count <= state.frontends.count, "a frontend that is none")
        try BrokenPromise.unless(state.deadBackends.count <= state.backends.count, "a backend that is none")
    }

    static let traefikRouters = Entrance(name: "traefik-routers") { (bytes: [UInt8]) throws(BrokenPromise) in
        let observation = TraefikRouters.observation(bytes)
        try BrokenPromise.unless(observation.answers || observation.routers.isEmpty, "routers of no answer")
    }

    static let antiloopMetrics = Entrance(name: "antiloop-metrics") { (bytes: [UInt8]) throws(BrokenPromise) in
        _ = AntiloopMetrics(String(decoding: bytes, as: UTF8.self), of: SmallBroker.centre)
    }

    /// A host's manifest: what is read is written as it was read.
    static let manifest = Entrance(name: "manifest") { (bytes: [UInt8]) throws(BrokenPromise) in
        guard let host = HostName("host01"), let manifest = try? ManifestFile.parse(bytes, of: host) else { return }
        let again = try? ManifestFile.parse(ManifestFile.contents(of: manifest), of: host)
        try BrokenPromise.unless(again == manifest, "a manifest that is not read back as it was written")
    }
}
