internal import BrokerModel
internal import Foundation

extension EngineFailures {
    /// The engine answered with a status that is no success.
    func refusal(_ attempt: Attempt, _ response: HTTPResponse) -> Failure {
        let message = Self.message(response)
        let words = message.lowercased()
        if let full = diskFull(attempt, message) { return full }
        switch response.status {
        // The second is what an archive of it is refused with.
        case 404 where words.contains("no such image") || words.contains("reference does not exist"):
            return failure(
                .imageMissing, attempt, message,
                remedy: "bring the image to \(host) first: pull it, or load an archive")
        case 404:
            return failure(
                .engineRefused, attempt, message,
                remedy: "it is not on \(host), perhaps no longer; look again and make a new plan")
        case 409 where words.contains("already in use by container") || words.contains("already exists"):
            return failure(
                .nameTaken, attempt, message,
                remedy: "rename or remove what has the name on \(host)")
        case 503:
            return failure(.engineUnavailable, attempt, message)
        default:
            return failure(.engineRefused, attempt, "\(message) (status \(response.status))")
        }
    }

    /// A pull or a load ended with an error inside an answer that began as a
    /// success, or was refused outright.
    func transfer(_ attempt: Attempt, _ image: String, _ message: String) -> Failure {
        let words = message.lowercased()
        if let full = diskFull(attempt, message) { return full }
        let isUnknown = ["manifest unknown", "not found", "access denied", "unauthorized", "no such image"]
        if isUnknown.contains(where: words.contains) {
            return failure(
                .imageMissing, attempt, message,
                remedy: "the registry has no image \(image) for this host: check the name and tag in versions.yaml, "
                    + "or use `distribution: push`")
        }
        return failure(
            .registryUnreachable, attempt, message,
            remedy: "check from \(host) that the registry of \(image) answers")
    }

    /// An archive was not loaded, said inside an answer that began as a success.
    func load(_ attempt: Attempt, _ message: String) -> Failure {
        diskFull(attempt, message)
            ?? failure(
                .engineRefused, attempt, message,
                remedy: "check that the archive is whole and was made by `docker save`")
    }

    /// The engine's own words: `{"message": …}`, or a text.
    static func message(_ response: HTTPResponse) -> String {
        let message = try? JSONDecoder().decode(ErrorBody.self, from: Data(response.body)).message
        let text = message.map { PlainText($0).text } ?? PlainText(response.body).text
        return text.isEmpty ? "status \(response.status) without an explanation" : text
    }

    private struct ErrorBody: Decodable {
        var message: String
    }

    private func diskFull(_ attempt: Attempt, _ message: String) -> Failure? {
        guard message.lowercased().contains("no space left on device") else { return nil }
        return failure(
            .diskFull, attempt, message,
            remedy: "make room on \(host): `docker system df` shows what takes it")
    }
}
