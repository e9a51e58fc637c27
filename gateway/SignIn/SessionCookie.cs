namespace Meida.Gateway.SignIn;

/// <summary>The cookie of a signed-in browser.</summary>
internal static class SessionCookie
{
    /// <summary>Browsers accept <c>__Host-</c> only over https, and then for this host alone.</summary>
    public static string Name(HttpRequest request) => request.IsHttps ? "__Host-meida" : "meida";

    public static string? Read(HttpRequest request) => request.Cookies[Name(request)];

    public static void Write(HttpContext http, string value) => http.Response.Cookies.Append(Name(http.Request), value, Options(http));

    public static void Clear(HttpContext http) => http.Response.Cookies.Delete(Name(http.Request), Options(http));

    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        Path = "/",
        IsEssential = true,
    };
}
