/// The cluster of the load balancers, the same on all its hosts.
public struct SimulatedCluster: Sendable, Equatable {
    /// Addresses by the names of nodes.
    public var nodes: [String: String]

    /// Nil until it is configured.
    public var address: String?
    public var interface: String?
    var policy = "ignore"
    var preferred: String?

    /// The address of the third vote.
    public var device: String?

    /// `/etc/corosync/corosync.conf`
    var corosync: String {
        let nodes = nodes.sorted { $0.key < $1.key }.map {
            "    node {\n        ring0_addr: \($0.value)\n        name: \($0.key)\n    }\n"
        }
        let device = device.map {
            "    device {\n        model: net\n        votes: 1\n        timeout: 5000\n        net {\n            algorithm: ffsplit\n"
                + "            host: \($0)\n            tls: required\n        }\n    }\n"
        }
        return "totem {\n    cluster_name: ha_cluster\n}\nnodelist {\n\(nodes.joined())}\n"
            + "quorum {\n    provider: corosync_votequorum\n\(device ?? "    two_node: 1\n")}\n"
    }

    /// `cibadmin -Q -o configuration`, as far as anybody reads it.
    var configuration: String {
        guard let address else { return "<configuration><resources/><constraints/></configuration>" }
        let preferred = preferred.map {
            #"<rsc_location id="location-ip_gb-preferred" rsc="ip_gb" node="\#($0)" score="50"/>"#
        }
        let interface = interface.map { #"<nvpair name="nic" value="\#($0)"/>"# } ?? ""
        return """
            <configuration><crm_config><cluster_property_set><nvpair name="stonith-enabled" value="false"/>\
            <nvpair name="no-quorum-policy" value="\(policy)"/></cluster_property_set></crm_config><resources>\
            <primitive id="ip_gb" class="ocf" provider="heartbeat" type="IPaddr2"><instance_attributes>\
            <nvpair name="cidr_netmask" value="32"/><nvpair name="ip" value="\(address)"/>\(interface)\
            </instance_attributes><operations>\
            <op name="monitor" interval="10s" timeout="30s"/></operations></primitive>\
            <clone id="haproxy-clone"><primitive id="haproxy" class="systemd" type="haproxy"><operations>\
            <op name="monitor" interval="5s" timeout="10s"/></operations></primitive></clone></resources><constraints>\
            <rsc_colocation rsc="ip_gb" with-rsc="haproxy-clone" score="INFINITY"/>\
            <rsc_order first="haproxy-clone" then="ip_gb"/>\(preferred ?? "")</constraints><rsc_defaults><meta_attributes>\
            <nvpair name="resource-stickiness" value="100"/></meta_attributes></rsc_defaults></configuration>
            """
    }

    /// `crm_mon --output-as=xml -1`
    var status: String {
        let nodes = nodes.keys.sorted().map { #"<node name="\#($0)" online="true"/>"# }
        return "<pacemaker-result><nodes>\(nodes.joined())</nodes><resources/></pacemaker-result>"
    }
}
