public import BrokerModel
public import SSH

/// Makes the way to a host; it need not be connected yet. Real hosts get a
/// transport over SSH, simulated ones one that answers from memory.
public typealias TransportFactory = @Sendable (Host) throws -> any Transport
