internal import Glibc

/// Opens a TCP connection without blocking for longer than it may.
enum TCPConnector {
    enum Problem: Error {
        case over(Patience.Over)
        /// In the words of the resolver or the kernel.
        case refused(String)
    }

    /// Tries the addresses of a name one after the other.
    ///
    /// A literal is not looked up anywhere; for a name, the time the resolver
    /// takes (resolv.conf(5), `timeout`) is not interrupted.
    ///
    /// - Returns: A connected, non-blocking descriptor.
    static func connect(to address: String, port: UInt16, _ patience: Patience) throws(Problem) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(address, String(port), &hints, &list)
        guard code == 0 else {
            throw .refused("the address \"\(address)\" cannot be resolved: \(String(cString: gai_strerror(code)))")
        }
        defer { freeaddrinfo(list) }
        var last = Problem.refused("no address")
        var entry = list
        while let candidate = entry?.pointee {
            do {
                return try connect(candidate, patience)
            } catch .refused(let response) {
                last = .refused(response)
            }
            entry = candidate.ai_next
        }
        throw last
    }

    private static func connect(_ candidate: addrinfo, _ patience: Patience) throws(Problem) -> Int32 {
        let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(candidate.ai_family, candidate.ai_socktype | flags, candidate.ai_protocol)
        guard descriptor >= 0 else { throw .refused("\(SystemError.last())") }
        do throws(Problem) {
            if Glibc.connect(descriptor, candidate.ai_addr, candidate.ai_addrlen) != 0 {
                guard errno == EINPROGRESS else { throw Problem.refused("\(SystemError.last())") }
                do {
                    try patience.wait(for: descriptor, Int16(POLLOUT))
                } catch {
                    throw Problem.over(error)
                }
                let number = option(descriptor, SOL_SOCKET, SO_ERROR)
                guard number == 0 else { throw Problem.refused("\(SystemError(number: number))") }
            }
        } catch {
            Glibc.close(descriptor)
            throw error
        }
        // Requests are small and waited for.
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        return descriptor
    }

    private static func option(_ descriptor: Int32, _ level: Int32, _ name: Int32) -> Int32 {
        var value: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, level, name, &value, &size)
        return value
    }
}
