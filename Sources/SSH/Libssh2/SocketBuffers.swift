internal import Glibc

/// A socket and the bytes between it and libssh2.
///
/// libssh2 never meets a full socket: what it sends is queued here. Otherwise
/// an operation stopped half-way through a packet would have to be the very
/// next one to be repeated, whatever channel it belongs to (libssh2 answers
/// `LIBSSH2_ERROR_BAD_USE` to any other). What the queue holds stays bounded
/// because nobody writes to a channel while ``isCongested``.
///
/// Belongs to the thread that owns the session.
final class SocketBuffers {
    let descriptor: Int32
    private var incoming = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 16)
    private var incomingRange = 0..<0
    private var outgoing: [UInt8] = []
    private var outgoingHead = 0

    /// The peer said that nothing more comes, or the socket broke.
    private(set) var isEnded = false

    /// Takes over the descriptor.
    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        incoming.deallocate()
        Glibc.close(descriptor)
    }

    var isCongested: Bool { outgoing.count - outgoingHead > 256 << 10 }

    /// What to ask poll(2) for.
    var interest: Int16 {
        let read = !isEnded && incomingRange.upperBound < incoming.count ? POLLIN : 0
        return Int16(read) | Int16(outgoing.isEmpty ? 0 : POLLOUT)
    }

    /// Takes what the socket has, as far as there is room.
    ///
    /// - Returns: Whether any byte came.
    func fill() throws(SystemError) -> Bool {
        let start = incomingRange.upperBound
        while !isEnded, incomingRange.upperBound < incoming.count {
            let room = UnsafeMutableRawBufferPointer(rebasing: incoming[incomingRange.upperBound...])
            let count = recv(descriptor, room.baseAddress, room.count, 0)
            if count > 0 {
                incomingRange = incomingRange.lowerBound..<incomingRange.upperBound + count
                // A short read has emptied the socket.
                if count < room.count { break }
            } else if count == 0 {
                isEnded = true
            } else if errno == EAGAIN {
                break
            } else if errno != EINTR {
                let error = SystemError.last()
                isEnded = true
                throw error
            }
        }
        return incomingRange.upperBound > start
    }

    /// Gives the socket what it takes.
    func flush() throws(SystemError) {
        while outgoingHead < outgoing.count {
            let count = outgoing.withUnsafeBytes { bytes in
                send(
                    descriptor, bytes.baseAddress?.advanced(by: outgoingHead), bytes.count - outgoingHead,
                    Int32(MSG_NOSIGNAL))
            }
            if count >= 0 {
                outgoingHead += count
            } else if errno == EAGAIN {
                return
            } else if errno != EINTR {
                let error = SystemError.last()
                isEnded = true
                throw error
            }
        }
        outgoing.removeAll(keepingCapacity: true)
        outgoingHead = 0
    }

    /// From now on libssh2 sees a dead connection and waits for nothing.
    func sever() {
        isEnded = true
        incomingRange = 0..<0
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    // MARK: - libssh2's side

    /// A count, 0 at the end, or a negated errno.
    func give(to buffer: UnsafeMutableRawPointer, _ length: Int) -> Int {
        guard !incomingRange.isEmpty else { return isEnded ? 0 : Int(-EAGAIN) }
        guard let base = incoming.baseAddress else { return 0 }
        let count = min(length, incomingRange.count)
        buffer.copyMemory(from: base + incomingRange.lowerBound, byteCount: count)
        let lower = incomingRange.lowerBound + count
        incomingRange = lower == incomingRange.upperBound ? 0..<0 : lower..<incomingRange.upperBound
        return count
    }

    func take(from buffer: UnsafeRawPointer, _ length: Int) -> Int {
        guard !isEnded else { return Int(-EPIPE) }
        outgoing.append(contentsOf: UnsafeRawBufferPointer(start: buffer, count: length))
        return length
    }
}
