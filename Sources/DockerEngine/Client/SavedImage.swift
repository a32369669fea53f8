internal import BrokerModel

/// An archive that an engine is writing.
struct SavedImage: ArchiveReader {
    let connection: HTTPConnection
    let failures: EngineFailures
    let attempt: Attempt

    func read() async throws -> [UInt8] {
        do {
            return try await connection.nextBodyPart() ?? []
        } catch {
            throw failures.translate(error, attempt)
        }
    }

    func close() async { await connection.close() }
}
