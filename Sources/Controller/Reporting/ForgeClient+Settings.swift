import BrokerModel
import Forge
import Reconciliation

extension ForgeClient {
    /// The forge that `isobar.yaml` names; nil where it gives no token for it.
    init?(
        _ settings: ForgeSettings, patience: Patience = Patience(), timer: any Clock<Duration>,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        guard let access = settings.access else { return nil }
        let sender = CurlSender(kind: settings.kind, address: access.address, tokenFile: access.tokenFile)
        self.init(
            settings.kind, access.repository, named: access.address, over: sender, patience: patience, timer: timer,
            clock: clock)
    }
}
