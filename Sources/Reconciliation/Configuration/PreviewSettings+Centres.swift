import BrokerModel
import Foundation
public import Previews

extension PreviewSettings {
    /// The policies with the centres of the file.
    ///
    /// - Throws: ``Failure`` with `configurationInvalid` when the file cannot be
    ///   read or names no centre: an empty list would refuse every node.
    public func loaded() throws -> PreviewPolicies {
        guard let centresFile else { return policies }
        let failed = { (response: String) in
            Failure(
                .configurationInvalid, attempted: "read previews.centresFile", on: centresFile, response: response,
                remedy: "one centre-id a line, or a CSV file of the registry; leave the key out to check none")
        }
        guard let data = FileManager.default.contents(atPath: centresFile) else { throw failed("it cannot be read") }
        var policies = policies
        let centres = Self.centres(in: String(decoding: data, as: UTF8.self))
        guard !centres.isEmpty else { throw failed("it names no centre") }
        policies.registeredCentres = centres
        return policies
    }

    static func centres(in text: String) -> Set<CentreID> {
        var centres: Set<CentreID> = []
        for line in text.split(whereSeparator: \.isNewline) {
            for field in line.split(separator: ",") {
                let word = field.drop { $0 == " " || $0 == "\"" }.prefix { $0 != " " && $0 != "\"" }
                guard let centre = CentreID(String(word)) else { continue }
                centres.insert(centre)
                break
            }
        }
        return centres
    }
}
