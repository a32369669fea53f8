/// Makes the archive of an upload, a portion each time somebody asks.
///
/// Whoever sends it asks for the next portion when the last is on its way, so
/// that a slow host slows the reading down.
actor UploadWriter {
    private enum State {
        case beginning
        case layers
        case ended
    }

    private let contents: UploadContents
    private let source: any ArchiveSource
    private let sent: @Sendable (Int64) -> Void

    private var state = State.beginning
    private var reader: (any ArchiveReader)?
    private var scanner = TarScanner()
    /// Layers still to come, by their names in the source.
    private var missing: [String: TarMember]
    /// The member that is being copied, and how much of it is left.
    private var current: (padding: Int, left: Int64)?
    private var count: Int64 = 0

    init(_ contents: UploadContents, from source: any ArchiveSource, sent: @escaping @Sendable (Int64) -> Void) {
        self.contents = contents
        self.source = source
        self.sent = sent
        missing = contents.layers
    }

    /// The next portion; nil at the end.
    ///
    /// - Throws: when the source fails, or no longer holds what it held.
    func next() async throws -> [UInt8]? {
        do {
            try Task.checkCancellation()
            let portion = try await make()
            if let portion {
                count += Int64(portion.count)
                sent(count)
            } else {
                await close()
            }
            return portion
        } catch {
            await close()
            throw error
        }
    }

    private func make() async throws -> [UInt8]? {
        switch state {
        case .beginning:
            state = .layers
            return contents.beginning
        case .layers:
            if let portion = try await layerPortion() { return portion }
            state = .ended
            return UploadContents.end
        case .ended:
            return nil
        }
    }

    /// A piece of a layer; nil when all of them are written.
    private func layerPortion() async throws -> [UInt8]? {
        guard !missing.isEmpty || current != nil else { return nil }
        let reader = try await opened()
        var portion: [UInt8] = []
        while portion.isEmpty {
            guard let event = try scanner.next() else {
                let skippable = scanner.skippable
                if skippable > 0, try await reader.skip(skippable) {
                    scanner.skipped()
                    continue
                }
                let bytes = try await reader.read()
                guard !bytes.isEmpty else { throw changed }
                scanner.append(bytes)
                continue
            }
            portion = try take(event)
        }
        return portion
    }

    private func take(_ event: TarScanner.Event) throws(ArchiveTrouble) -> [UInt8] {
        switch event {
        case .member(let found):
            guard let wanted = missing.removeValue(forKey: found.name) else {
                scanner.skip()
                return []
            }
            guard found.kind == .file, found.size == wanted.size else { throw changed }
            current = wanted.size > 0 ? (TarHeader.padding(after: wanted.size), wanted.size) : nil
            return TarHeader.block(of: wanted.name, size: wanted.size)
        case .content(let piece):
            guard let (padding, left) = current else { return [] }
            let rest = left - Int64(piece.count)
            current = rest > 0 ? (padding, rest) : nil
            return rest > 0 ? piece : piece + [UInt8](repeating: 0, count: padding)
        case .end:
            throw changed
        }
    }

    private func opened() async throws -> any ArchiveReader {
        if let reader { return reader }
        let new = try await source.open()
        reader = new
        return new
    }

    private func close() async {
        await reader?.close()
        reader = nil
        state = .ended
    }

    private var changed: ArchiveTrouble { ArchiveTrouble("it is no longer as it was when it was looked through") }
}
