import Testing

@testable import Fleet

@Suite("State of HAProxy")
struct HAProxyStateTests {
    private func state(_ servers: String) -> HAProxyState {
        HAProxyState(
            HAProxyReport(
                information: "Name: HAProxy\nPid: 7\ndescription: isobar 0123\nStopping: 0\n",
                statistics: """
                    # pxname,svname,qcur,status,weight
                    mqttts_frontend,FRONTEND,,OPEN,
                    \(servers)
                    """))
    }

    @Test func allWell() {
        let state = state(
            "mqtt_backend,wbroker01,0,UP 1/3,1\nmqtt_backend,wbroker02,0,DOWN,1\nmqtt_backend,BACKEND,0,UP,1")
        #expect(state.description == "isobar 0123")
        #expect(state.servers == ["mqtt_backend/wbroker01": "UP 1/3", "mqtt_backend/wbroker02": "DOWN"])
        #expect(state.closedFrontends.isEmpty && state.deadBackends.isEmpty)
    }

    @Test func whatCommandsCanChangeIsTold() {
        let state = HAProxyState(
            HAProxyReport(
                information: "",
                statistics: """
                    # pxname,svname,status,check_status,addr,uweight
                    in,FRONTEND,PAUSED,,,
                    full,FRONTEND,FULL,,,
                    b,one,UP 1/3,L4OK,192.0.2.1:1883,1
                    b,two,DOWN,,[2001:db8::1]:1883,0
                    b,three,MAINT,,192.0.2.3:1883,1
                    b,BACKEND,UP,,,1
                    """))
        #expect(
            state.runtime == [
                "frontend in": "stopped", "frontend full": "open", "server b/one address": "192.0.2.1:1883",
                "server b/one weight": "1", "server b/one check": "on", "server b/two weight": "0",
                "server b/two check": "off", "server b/three address": "192.0.2.3:1883", "server b/three weight": "1",
                "server b/three check": "on",
            ])
    }

    @Test func aDeadBackendIsNamed() {
        let state = state("mqtt_backend,wbroker01,0,DOWN,1\nmqtt_backend,BACKEND,0,DOWN,1")
        #expect(state.deadBackends == ["backend mqtt_backend is DOWN"])
    }

    @Test func aClosedFrontendIsNamed() {
        #expect(state("wss_frontend,FRONTEND,,STOP,").closedFrontends == ["frontend wss_frontend is STOP"])
    }

    @Test(arguments: ["", "nonsense", "# svname,pxname\na,b", "# pxname,svname,status\na"])
    func nonsenseSaysNothing(_ statistics: String) {
        #expect(HAProxyState(HAProxyReport(information: "", statistics: statistics)).servers.isEmpty)
    }
}
