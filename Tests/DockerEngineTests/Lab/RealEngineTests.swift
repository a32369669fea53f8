import Testing

/// What shares the one real engine runs one after the other: each test takes
/// away what an earlier one left.
@Suite(.serialized) enum RealEngineTests {}
