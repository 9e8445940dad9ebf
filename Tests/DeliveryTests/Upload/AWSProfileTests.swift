import Foundation
import MediaTesting
import Testing

@testable import Delivery

@Suite struct AWSProfileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func profile(
        credentials: String = "", config: String = "", _ environment: [String: String] = [:]
    ) throws -> AWSProfile {
        try FileManager.default.createDirectory(atPath: "\(folder.path)/.aws", withIntermediateDirectories: true)
        try Data(credentials.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/.aws/credentials"))
        try Data(config.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/.aws/config"))
        return AWSProfile(environment: environment.merging(["HOME": folder.path]) { $1 })
    }

    @Test func readsTheDefaultProfile() throws {
        let profile = try profile(
            credentials:
                "# keys\r\n[default]\r\naws_access_key_id = AK\r\naws_secret_access_key=s=ecret/+=\r\n[other]\r\naws_access_key_id=X\r\n",
            config: "[default]\nregion = eu-west-1\naws_access_key_id = old\n")
        #expect(profile["aws_access_key_id"] == "AK")
        #expect(profile["aws_secret_access_key"] == "s=ecret/+=")
        #expect(profile["region"] == "eu-west-1")
    }

    @Test func readsANamedProfileFromEitherFile() throws {
        let profile = try profile(
            credentials: "[shop]\naws_access_key_id=AK\n",
            config: "[profile shop]\nregion=ap-northeast-1\nrole_arn = arn\n[shop]\nregion=wrong\n",
            ["AWS_PROFILE": "shop"])
        #expect(profile["aws_access_key_id"] == "AK")
        #expect(profile["region"] == "ap-northeast-1")
        #expect(profile["role_arn"] == "arn")
    }

    @Test func readsFilesThatAreNamed() throws {
        let path = "\(folder.path)/keys"
        try Data("[default]\naws_access_key_id=AK\n".utf8).write(to: URL(fileURLWithPath: path))
        #expect(try profile(["AWS_SHARED_CREDENTIALS_FILE": path])["aws_access_key_id"] == "AK")
        #expect(AWSProfile(environment: ["HOME": "/nowhere"])["aws_access_key_id"] == nil)
    }

    private func profile(_ environment: [String: String]) throws -> AWSProfile {
        try profile(credentials: "", config: "", environment)
    }
}
