import DesiredStateReader
import Previews

extension Shape where Value == PreviewSettings {
    /// The section `previews`.
    static var previews: Shape {
        .mapping { fields in
            let standard = PreviewPolicies()
            var policies = PreviewPolicies(
                nodesPerChange: fields.optional(
                    "nodesPerChange", .integer(1...100_000), default: standard.nodesPerChange,
                    "How many nodes one change may touch (policy nodesAtOnce)."),
                instancesPerHost: fields.optional(
                    "instancesPerHost", .integer(1...100_000), default: standard.instancesPerHost,
                    "How many instances one antiloop host may have (policy capacity)."))
            policies.levels =
                fields.optional(
                    "policies", Shape<[PreviewPolicy: PreviewPolicy.Level]>.policyLevels,
                    "Whether a policy is off, warns, or fails the preview.") ?? [:]
            return PreviewSettings(
                policies: policies,
                centresFile: fields.optional(
                    "centresFile", .filePath, "The registered centres, one a line or as CSV (policy unknownCentre)."),
                branches: fields.optional(
                    "branches", .list(of: .referencePattern, atLeast: 1),
                    "Patterns with *: branches the service previews beside every look; references with refs/.") ?? [],
                pullRequests: fields.optional(
                    "pullRequests", .boolean, default: true,
                    "Whether the service previews the open changes at the forge."),
                whenDifferent: fields.optional(
                    "whenDifferent", Shape<PreviewSettings.Difference>.choice,
                    "What becomes of a merged commit whose plan is not the reviewed one.") ?? .apply)
        }
    }
}

extension Shape where Value == String {
    /// References are named by their directory at least, so that neither everything
    /// nor what the mirror itself keeps (`refs/isobar/`) is fetched.
    fileprivate static var referencePattern: Shape {
        .text { text throws(Refusal) in
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            let isReference = parts.first == "refs"
            let isKnown = !isReference || (parts.count > 2 && !parts[1].contains("*") && parts[1] != "isobar")
            guard isKnown, parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }), text.utf8.count <= 250,
                text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !":?[\\^~".utf8.contains($0) })
            else {
                throw Refusal(
                    "\(text.quoted) is no pattern of branches or references", hint: "change/* or refs/changes/*")
            }
            return text
        }
    }
}

extension Shape where Value == [PreviewPolicy: PreviewPolicy.Level] {
    fileprivate static var policyLevels: Shape {
        .mapping { fields in
            var levels: [PreviewPolicy: PreviewPolicy.Level] = [:]
            for policy in PreviewPolicy.allCases {
                levels[policy] = fields.optional(
                    policy.rawValue, Shape<PreviewPolicy.Level>.choice, policy.rule)
            }
            return levels
        }
    }
}
