import BrokerModel
import Reconciliation

/// Tells on standard error what is being done while a plan is made; on a
/// terminal in one line that goes away again.
struct PreparationProgress: Sendable {
    private let terminal: Terminal

    init(_ terminal: Terminal) {
        self.terminal = terminal
    }

    var show: @Sendable (PreparationEvent) -> Void {
        guard terminal.isInteractive else { return { _ in } }
        let width = terminal.width
        return { event in
            let text =
                switch event {
                case .fetching(let url): "fetching \(url) …"
                case .reading(let commit): "reading commit \(commit.abbreviated) …"
                case .observing(let hosts): "looking at \(hosts) hosts …"
                case .observed(let host, let done, let all): "looked at \(host), \(done) of \(all) …"
                case .planning(let resources): "comparing \(resources) resources …"
                }
            StandardStream.error.write("\r\u{1B}[K" + text.prefix(max(1, width - 1)))
        }
    }

    /// Takes the line away.
    func finish() {
        if terminal.isInteractive { StandardStream.error.write("\r\u{1B}[K") }
    }
}
