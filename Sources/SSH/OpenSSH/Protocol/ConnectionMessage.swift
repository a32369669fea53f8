/// The messages of RFC 4254 that concern channels, with their numbers.
enum ConnectionMessage: UInt8 {
    case channelOpen = 90
    case channelOpenConfirmation = 91
    case channelOpenFailure = 92
    case channelWindowAdjust = 93
    case channelData = 94
    case channelExtendedData = 95
    case channelEOF = 96
    case channelClose = 97
    case channelRequest = 98
    case channelSuccess = 99
    case channelFailure = 100
}
