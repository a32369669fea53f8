import SimulatedFleet

/// Everything that goes wrong in simulations, by the words that count it.
enum Fault: String, CaseIterable, Comparable {
    case crashBeforeWrite = "crash before a write"
    case crashAfterWrite = "crash after a write"
    case crashBeforeRemoval = "crash before a removal"
    case crashAfterRemoval = "crash after a removal"
    case crashBeforeCreation = "crash before a creation"
    case crashAfterCreation = "crash after a creation"
    case crashBeforeStart = "crash before a start"
    case crashAfterStart = "crash after a start"
    case crashBeforeStop = "crash before a stop"
    case crashAfterStop = "crash after a stop"
    case crashBeforeRename = "crash before a renaming"
    case crashAfterRename = "crash after a renaming"
    case crashBeforePull = "crash before a pull"
    case crashAfterPull = "crash after a pull"
    case crashBeforeInstallation = "crash before the helper's installation"
    case crashAfterInstallation = "crash after the helper's installation"
    case crashBeforeRecord = "crash before a host's record"
    case crashAfterRecord = "crash after a host's record"
    case crashBeforeOther = "crash before another change"
    case crashAfterOther = "crash after another change"
    case lostBefore = "connection lost before"
    case lostAfter = "connection lost after"
    case cut = "connection lost within a request"
    case late = "late request"
    case slow = "slow answer"
    case stale = "stale answer"
    case engineRestart = "engine restarted"
    case engineAway = "engine away"
    case diskFull = "disk full"
    case unreachable = "host unreachable"
    case eventMissed = "event missed"
    case eventRepeated = "event repeated"
    case eventLate = "event late"
    case eventsCut = "events cut off"
    case byHand = "meddling by hand"
    case hangBesidePull = "hanging within a rollout, beside a pull"
    case hangBesideLoad = "hanging within a rollout, beside a load"
    case hangBeforeRollout = "hanging before a rollout"
    case renameBeforeRollout = "renamed before a rollout"
    case clockJump = "clock jump"
    case rival = "second controller"
    case brokenImage = "image that does no work"
    case missingImage = "image nobody has"

    static func < (left: Fault, right: Fault) -> Bool { left.rawValue < right.rawValue }

    /// The end of a controller before or after a change.
    static func crash(after: Bool, _ action: Effect.Action?) -> Fault {
        switch action {
        case .write: after ? .crashAfterWrite : .crashBeforeWrite
        case .remove: after ? .crashAfterRemoval : .crashBeforeRemoval
        case .create: after ? .crashAfterCreation : .crashBeforeCreation
        case .start: after ? .crashAfterStart : .crashBeforeStart
        case .stop: after ? .crashAfterStop : .crashBeforeStop
        case .rename: after ? .crashAfterRename : .crashBeforeRename
        case .pull: after ? .crashAfterPull : .crashBeforePull
        case .install: after ? .crashAfterInstallation : .crashBeforeInstallation
        case .manifest, .lease: after ? .crashAfterRecord : .crashBeforeRecord
        default: after ? .crashAfterOther : .crashBeforeOther
        }
    }

    /// What a mishap of an event counts as.
    init(_ mishap: EventMishap) {
        self =
            switch mishap {
            case .missed: .eventMissed
            case .repeated: .eventRepeated
            case .late: .eventLate
            case .cut: .eventsCut
            }
    }

    /// What a mishap counts as.
    init(_ mishap: Mishap, at occasion: Occasion) {
        self =
            switch mishap {
            case .crashBefore: .crash(after: false, occasion.changes.last)
            case .crashAfter: .crash(after: true, occasion.changes.last)
            case .lostBefore: .lostBefore
            case .lostAfter: .lostAfter
            case .cut: .cut
            case .late: .late
            case .slow: .slow
            case .stale: .stale
            }
    }
}
