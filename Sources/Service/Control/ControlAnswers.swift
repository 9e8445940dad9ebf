import HTTPTypes
import Hummingbird
import Logging

/// What all answers of the control API have in common: refusals are JSON, and the one page from elsewhere that may ask can read
/// them.
///
/// Hummingbird's own `CORSMiddleware` doesn't do: it lets no answer's fields be read, and allows a fixed list of a request's.
struct ControlAnswers: RouterMiddleware {
    /// See ``ControlAccess/allowedOrigin``.
    let allowedOrigin: String?

    func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let refusal as ControlRefusal {
            response = refusal.response
        } catch {
            context.logger.warning("\(request.method) \(request.uri.path): \(error)")
            response = ControlRefusal(.internalServerError, "\(error)").response
        }
        guard let allowedOrigin else { return response }
        response.headers[.vary] = (["origin"] + [response.headers[.vary]].compactMap(\.self)).joined(separator: ", ")
        if request.headers[.origin] == allowedOrigin {
            response.headers[.accessControlAllowOrigin] = allowedOrigin
            response.headers[.accessControlExposeHeaders] = "accept-encoding, date, retry-after, www-authenticate"
        }
        return response
    }
}
