import HTTPTypes
import Hummingbird

/// The page at `/`: files that hold no data. What it shows it asks the API for,
/// with the token of whoever looks at it.
struct PageRoutes {
    static let paths = ["/", "/page.js", "/page.css"]

    func add<Context: RequestContext>(to router: Router<Context>) {
        router.get("/") { _, _ in Self.answer(PackageResources.page_html, "text/html; charset=utf-8") }
        router.get("page.js") { _, _ in Self.answer(PackageResources.page_js, "text/javascript; charset=utf-8") }
        router.get("page.css") { _, _ in Self.answer(PackageResources.page_css, "text/css; charset=utf-8") }
    }

    private static func answer(_ bytes: [UInt8], _ type: String) -> Response {
        var response = Answer.file(bytes, type)
        response.headers[.contentSecurityPolicy] = policy
        if let name = HTTPField.Name("Referrer-Policy") { response.headers[name] = "no-referrer" }
        return response
    }

    /// Nothing but the page's own files and the API. Under Trusted Types (W3C) a
    /// browser refuses to read any text as markup: a value can only be shown as
    /// the text it is.
    private static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src data:",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
        "require-trusted-types-for 'script'", "trusted-types 'none'",
    ].joined(separator: "; ")
}
