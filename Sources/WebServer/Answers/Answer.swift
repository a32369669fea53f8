import BrokerModel
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Responses in the forms the API has.
enum Answer {
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return text(try encoder.encode(value), "application/json", status)
    }

    /// JSON that is text already.
    static func json(text json: String) -> Response { text(Data(json.utf8), "application/json", .ok) }

    static func markdown(_ body: String) -> Response { text(Data(body.utf8), "text/markdown; charset=utf-8", .ok) }

    /// A page that loads nothing and runs nothing, and is nothing of ours to the browser.
    static func page(_ body: String) -> Response {
        var response = text(Data(body.utf8), "text/html; charset=utf-8", .ok)
        response.headers[.contentSecurityPolicy] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        return response
    }

    static func plain(_ body: String, status: HTTPResponse.Status = .ok) -> Response {
        text(Data(body.utf8), "text/plain; charset=utf-8", status)
    }

    /// The exposition format of Prometheus, version 0.0.4.
    static func metrics(_ body: String) -> Response {
        text(Data(body.utf8), "text/plain; version=0.0.4; charset=utf-8", .ok)
    }

    static func problem(_ problem: ProblemDocument) throws -> Response {
        var response = try json(problem, status: HTTPResponse.Status(code: problem.status))
        response.headers[.contentType] = "application/problem+json"
        return response
    }

    /// A file that is part of the program.
    static func file(_ bytes: [UInt8], _ type: String) -> Response { text(Data(bytes), type, .ok) }

    private static func text(_ body: Data, _ type: String, _ status: HTTPResponse.Status) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = type
        headers[.cacheControl] = "no-store"
        headers[.xContentTypeOptions] = "nosniff"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
