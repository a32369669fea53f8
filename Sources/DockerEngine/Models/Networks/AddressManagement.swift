/// `IPAM` of a network.
struct AddressManagement: Codable {
    var pools: [AddressPool] = []

    private enum CodingKeys: String, CodingKey {
        case pools = "Config"
    }

    init(pools: [AddressPool] = []) {
        self.pools = pools
    }

    init(from decoder: any Decoder) throws {
        pools = try decoder.container(keyedBy: CodingKeys.self).value(.pools, default: [])
    }
}
