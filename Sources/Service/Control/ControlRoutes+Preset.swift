import Broadcast
import HLS
import HTTPTypes
import Hummingbird
import MediaModel
import NIOCore
import Presets
import Show

/// `PUT /v1/preset`.
extension ControlRoutes {
    /// Lets another preset draw the show between two frames, if all of it is right.
    func putPreset(
        _ request: Request, _ context: ServiceContext, _ role: ControlAccess.Role
    ) async throws -> Response {
        _ = try Self.contentType(
            of: request, among: ["application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "text/plain"])
        let body = try await body(of: request, context, limit: limits.presetByteCount)
        let yaml: String
        do throws(TextEncoding.Failure) {
            yaml = try TextEncoding.text(body.readableBytesView)
        } catch {
            throw ControlRefusal(.badRequest, "the preset: \(error)")
        }
        guard let slot = heavyRequests.take() else { throw Self.tooManyHeavyRequests }
        defer { withExtendedLifetime(slot) {} }
        let preset: Preset
        do {
            preset = try await programme.readPreset(yaml)
        } catch let error as PresetError {
            return Self.response(error, wantsText: Self.wantsText(request))
        }
        switch await programme.put(preset) {
        case .committed(let time):
            var json = JSONWriter()
            json.object { json in
                json.member("preset", preset.name)
                json.member("time", time)
                json.member("programDateTime", programme.programDateTime(of: time)?.description)
            }
            return Response(.ok, json)
        case .refused(.fixed(let reason)): throw ControlRefusal(.conflict, reason)
        case .refused(.undrawable(let reason)):
            throw ControlRefusal(.unprocessableContent, "the preset can't be drawn: \(reason)")
        case .refused(.busy(let reason)): throw ControlRefusal(.serviceUnavailable, reason, retryAfter: 1)
        }
    }

    static var tooManyHeavyRequests: ControlRefusal {
        ControlRefusal(.tooManyRequests, "another snapshot or preset is being made", retryAfter: 1)
    }

    private static func wantsText(_ request: Request) -> Bool {
        request.headers[.accept]?.split(separator: ",").first?.hasPrefix("text/plain") ?? false
    }

    /// All that is wrong, each with its place: for people in lines, for programs in an object.
    private static func response(_ error: PresetError, wantsText: Bool) -> Response {
        // Where the files lie is nobody's business but the machine's.
        func name(_ file: String) -> String { file.split(separator: "/").last.map(String.init) ?? file }
        if wantsText {
            let text = error.problems.map { problem in
                let place = [
                    name(problem.file ?? error.file), problem.line.map(String.init), problem.column.map(String.init),
                ]
                let parts = [place.compactMap(\.self).joined(separator: ":"), problem.keyPath, problem.message]
                return parts.filter { !$0.isEmpty }.joined(separator: ": ") + "\n"
            }.joined()
            return Response(
                status: .badRequest, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        }
        let count = error.problems.count + error.unlistedCount
        var json = JSONWriter()
        json.object { json in
            json.member("error", "the preset has \(count) problem\(count == 1 ? "" : "s")")
            json.member("problems") { json in
                json.array(error.problems) { json, problem in
                    json.member("file", problem.file.map(name))
                    json.member("line", problem.line)
                    json.member("column", problem.column)
                    json.member("keyPath", problem.keyPath)
                    json.member("message", problem.message)
                }
            }
        }
        return Response(.badRequest, json)
    }
}
