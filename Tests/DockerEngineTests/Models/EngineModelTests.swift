import Foundation
import Testing

@testable import DockerEngine

@Suite("Models of images, networks and the engine")
struct EngineModelTests {
    private func decode<Value: Decodable>(_ text: String, as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    @Test func image() throws {
        let image: ImageInspection = try decode(
            #"""
            {"Id":"sha256:ecce","RepoTags":["a:1"],"RepoDigests":[],"ContainerConfig":{"Env":null},
            "Config":{"Env":["PATH=/bin"],"Cmd":["/bin/run"],"User":"1000","ExposedPorts":{"80/tcp":{}},
            "StopSignal":"SIGQUIT","Labels":null},"Size":1982312,"VirtualSize":1982312,"GraphDriver":{"Data":null}}
            """#)
        #expect(image.id == "sha256:ecce")
        #expect(image.tags == ["a:1"])
        #expect(image.digests.isEmpty)
        #expect(image.configuration.environment.map(\.name) == ["PATH"])
        #expect(image.configuration.stopSignal == "SIGQUIT")
        #expect(image.configuration.exposedPorts == [ContainerPort(80)])
        #expect(image.size == 1_982_312)
    }

    @Test func images() throws {
        let images: [ImageSummary] = try decode(
            #"""
            [{"Id":"sha256:a","RepoTags":["<none>:<none>"],"Labels":null,"Size":3,"Containers":-1},
            {"Id":"sha256:b","RepoTags":null},{"Id":"sha256:c","RepoTags":["a:1","a:2"],"Size":7}]
            """#)
        #expect(images.map(\.tags) == [[], [], ["a:1", "a:2"]])
        #expect(images.map(\.size) == [3, 0, 7])
    }

    @Test func network() throws {
        let network: DockerNetwork = try decode(
            #"""
            {"Name":"traefik","Id":"8052","Scope":"local","Driver":"bridge","EnableIPv6":false,
            "IPAM":{"Driver":"default","Options":null,"Config":[{"Subnet":"172.30.0.0/24","Gateway":"172.30.0.1"}]},
            "Internal":true,"Containers":{"c1":{"Name":"x","IPv4Address":"172.30.0.2/24"}},"Options":null,
            "Labels":{"k":"v"}}
            """#)
        #expect(network.name == "traefik")
        #expect(network.isInternal)
        #expect(network.addressPools == [AddressPool(subnet: "172.30.0.0/24", gateway: "172.30.0.1")])
        #expect(network.containers == ["c1"])
        let bare: DockerNetwork = try decode(#"{"Name":"none","Id":"5be9","IPAM":{"Config":null},"Containers":{}}"#)
        #expect(bare.addressPools.isEmpty)
    }

    @Test func event() throws {
        let event: EngineEvent = try decode(
            #"""
            {"status":"die","id":"c1","from":"a:1","Type":"container","Action":"die","Actor":{"ID":"c1",
            "Attributes":{"exitCode":"137","image":"a:1","io.isobar.broker":"b","name":"x"}},"scope":"local",
            "time":1795248281,"timeNano":1795248281181676895}
            """#)
        #expect(event.kind == "container")
        #expect(event.action == "die")
        #expect(event.detail == nil)
        #expect(event.attributes["exitCode"] == "137")
        #expect(event.time == 1_795_248_281_181_676_895)
    }

    @Test func versionAndInfo() throws {
        let version: EngineVersion = try decode(
            #"{"Platform":{"Name":""},"Version":"20.10.24+dfsg1","ApiVersion":"1.41","MinAPIVersion":"1.12","Os":"linux","Arch":"amd64","KernelVersion":"6.1"}"#
        )
        #expect(version.version == "20.10.24+dfsg1")
        #expect(version.oldestAPI == "1.12")
        let info: EngineInfo = try decode(
            #"{"Name":"waloop01","ServerVersion":"28.2.2","NCPU":2,"MemTotal":4096,"LiveRestoreEnabled":true,"Swarm":{}}"#
        )
        #expect(info.hostname == "waloop01")
        #expect(info.processors == 2)
        #expect(info.keepsContainersOnRestart)
    }
}
