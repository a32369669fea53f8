/// `NetworkSettings` of a container: to which networks it is attached.
struct NetworkAttachments: Decodable {
    var byName: [String: EndpointSettings] = [:]

    private enum CodingKeys: String, CodingKey {
        case networks = "Networks"
    }

    init() {}

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        byName = try container.value(.networks, default: [String: EndpointSettings?]()).compactMapValues { $0 }
    }
}
