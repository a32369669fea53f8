extension ProgressMessage {
    /// What a load says it has loaded: a reference, or an id.
    var loadedImage: String? {
        guard let stream else { return nil }
        for beginning in ["Loaded image ID: ", "Loaded image: "] where stream.hasPrefix(beginning) {
            return PlainText(String(stream.dropFirst(beginning.count))).text
        }
        return nil
    }
}

extension PullProgress {
    init(_ message: ProgressMessage) {
        self.init(
            layer: message.id.map { PlainText($0).text }, status: PlainText(message.status ?? "").text,
            current: message.progressDetail?.current, total: message.progressDetail?.total)
    }
}
