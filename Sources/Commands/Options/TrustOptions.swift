import ArgumentParser
import History

/// How long a look tells what is there.
struct TrustOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How long a look tells what is there, when none follows: 15m (the default), 2h, 7d.", valueName: "time"))
    var trust: Moment?

    func validate() throws {
        if let trust, trust.length == nil { throw ValidationError("--trust takes a length of time: 15m, 2h, 7d.") }
    }

    var duration: Duration { trust?.length ?? HostLook.trust }
}
