/// The portions of an upload, for whoever sends them.
///
/// No `AsyncThrowingStream`: that one ends without an error when its task is
/// cancelled, and half an archive must never look like a whole one.
struct UploadParts: AsyncSequence, Sendable {
    struct Iterator: AsyncIteratorProtocol {
        let writer: UploadWriter

        func next() async throws -> [UInt8]? { try await writer.next() }
    }

    let writer: UploadWriter

    func makeAsyncIterator() -> Iterator { Iterator(writer: writer) }
}
