import BrokerModel
import Foundation

@testable import DockerEngine

extension Entrance {
    /// The body of an answer of the engine, as each of the things it may
    /// answer with.
    static let dockerJSON = Entrance(name: "docker-json") { (bytes: [UInt8]) throws(BrokenPromise) in
        let data = Data(bytes)
        let decoder = JSONDecoder()
        if let container = try? decoder.decode(ContainerInspection.self, from: data) { try readBack(container) }
        _ = try? decoder.decode([ContainerSummary].self, from: data)
        _ = try? decoder.decode(CreatedContainer.self, from: data)
        _ = try? decoder.decode(ImageInspection.self, from: data)
        _ = try? decoder.decode([ImageSummary].self, from: data)
        _ = try? decoder.decode(DockerNetwork.self, from: data)
        _ = try? decoder.decode([DockerNetwork].self, from: data)
        _ = try? decoder.decode(EngineVersion.self, from: data)
        _ = try? decoder.decode(EngineInfo.self, from: data)
        if let progress = try? decoder.decode(ProgressMessage.self, from: data) {
            _ = (PullProgress(progress), progress.loadedImage)
        }
    }

    private static func readBack(_ container: ContainerInspection) throws(BrokenPromise) {
        let configuration = container.configuration
        guard let written = try? JSONEncoder().encode(configuration) else { return }
        let again = try? JSONDecoder().decode(ContainerConfiguration.self, from: written)
        try BrokenPromise.unless(again == configuration, "a configuration that is not read back as it was written")
    }

    /// A stream of events, in portions of three bytes and in one.
    static let dockerEvents = Entrance(name: "docker-events") { (bytes: [UInt8]) throws(BrokenPromise) in
        let whole = lines(of: [bytes])
        let portions = stride(from: 0, to: bytes.count, by: 3).map { Array(bytes[$0..<min($0 + 3, bytes.count)]) }
        try BrokenPromise.unless(lines(of: portions) == whole, "other lines of other portions")
        for line in whole ?? [] { _ = try? JSONDecoder().decode(EngineEvent.self, from: Data(line)) }
    }

    /// Nil after an error.
    private static func lines(of portions: [[UInt8]]) -> [[UInt8]]? {
        var splitter = LineSplitter()
        var lines: [[UInt8]] = []
        do {
            for portion in portions { lines += try splitter.add(portion) }
        } catch {
            return nil
        }
        return lines + (splitter.finish().map { [$0] } ?? [])
    }

    /// Responses on a connection. The first byte says how long the portions
    /// are in which the others come.
    static let httpResponse = Entrance(name: "http-response") { (bytes: [UInt8]) throws(BrokenPromise) in
        guard let first = bytes.first else { return }
        let stream = bytes.dropFirst()
        let whole = HTTPReading(of: [Array(stream)])
        let step = max(1, Int(first))
        let portions = stride(from: stream.startIndex, to: stream.endIndex, by: step).map {
            Array(stream[$0..<min($0 + step, stream.endIndex)])
        }
        let reading = HTTPReading(of: portions)
        try BrokenPromise.unless(reading == whole, "other responses of other portions: \(whole) and \(reading)")
    }

    /// The two outputs of a container in one stream; bytes are neither lost
    /// nor made up, whatever the portions.
    static let containerLog = Entrance(name: "container-log") { (bytes: [UInt8]) throws(BrokenPromise) in
        guard let first = bytes.first else { return }
        let stream = bytes.dropFirst()
        var whole = LogDemultiplexer()
        whole.add(Array(stream))
        var inPortions = LogDemultiplexer()
        let step = max(1, Int(first))
        for start in Swift.stride(from: stream.startIndex, to: stream.endIndex, by: step) {
            inPortions.add(Array(stream[start..<min(start + step, stream.endIndex)]))
        }
        try BrokenPromise.unless(inPortions.lines == whole.lines, "other lines of other portions")
    }
}
