import ArgumentParser
import History

/// How long a look tells what is there.
struct TrustOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How long a look tells what is there, when none follows: 15m (the default), 2h, 7d.", valueName: "time"))
    var trust: Moment?

    func validate() throws {
        guard let trust else { return }
        guard let length = trust.length else { throw ValidationError("--trust takes a length of time: 15m, 2h, 7d.") }
        guard length >= HostLook.leastTrust else {
            throw ValidationError("--trust takes 10m at least: that much may be between two looks that are recorded.")
        }
    }

    var duration: Duration { trust?.length ?? HostLook.trust }
}
