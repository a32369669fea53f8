import BrokerModel
import History
import Reconciliation

/// The life of a node for a terminal: a line for each stay on a host in one
/// version.
enum NodeLifeText {
    static func lines(_ life: NodeLife, _ terminal: Terminal) -> [String] {
        let renames = life.renames.map { rename in
            let when = Timestamp(rename.at).map(HistoryText.time) ?? rename.at
            return "\(rename.from) became \(rename.to) by commit \(rename.commit.prefix(10)), \(when), \(rename.author)"
        }
        guard !life.stays.isEmpty else {
            return [terminal.styled("\(life.node) was never seen to run.", .dim)] + renames + [""]
        }
        let names = life.renames.isEmpty ? [] : ["NODE"]
        var table = Table(header: ["SEEN FROM (UTC)", "UNTIL"] + names + ["HOST", "RESTARTS", "IMAGE"])
        for (node, stay) in life.stays {
            table.add(
                [HistoryText.time(stay.from), stay.until.map(HistoryText.time) ?? "now"]
                    + (names.isEmpty ? [] : [node.text])
                    + [stay.host.text, stay.restarts == 0 ? "-" : String(stay.restarts), stay.image])
        }
        var lines = table.lines(width: terminal.lineWidth)
        lines[0] = terminal.styled(lines[0], .dim)
        return lines + renames + [""]
    }
}
