using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Meida.EndToEnd.Running;
using Meida.Testing;

namespace Meida.EndToEnd.Api;

/// <summary>Two thousand requests that no client should send, from a fixed seed so that a failure repeats.</summary>
[Collection(SystemCollection.Name)]
public sealed class BadInputTests(RunningSystem system)
{
    private const int Requests = 2000;
    private readonly Random _random = new(20261123);

    [Fact]
    public async Task Bad_input_gets_a_problem_document_and_leaves_no_row()
    {
        using var admin = await Client.SignIn(system.Gateway, "admin");
        var ticketId = (await admin.Post("/api/tickets", Samples.Booking())).Is(HttpStatusCode.Created).Json["id"]!.GetValue<string>();
        // Booking hears of what an agent booked a moment later.
        await Eventually.Is(async () => Assert.Equal(1L, await system.Run.Scalar<long>("booking", $"select count(*) from bookings where id = '{ticketId}'")));
        var before = await Rows();
        var refused = 0;

        for (var i = 0; i < Requests; i++)
        {
            using var request = Next(ticketId);
            var sent = $"#{i} {request.Method} {request.RequestUri}";
            var mustBeRefused = request.Method != HttpMethod.Get;
            Answer answer;
            try
            {
                answer = await admin.Send(request);
            }
            catch (HttpRequestException fault)
            {
                Assert.Fail($"{sent}: {fault.Message}");
                throw;
            }

            Assert.True((int)answer.Status < 500, $"{sent}: {(int)answer.Status} {answer.Text}");
            if (mustBeRefused)
                Assert.True((int)answer.Status >= 400, $"{sent} was accepted: {(int)answer.Status} {answer.Text}");
            if ((int)answer.Status >= 400)
            {
                refused++;
                Assert.True(answer.ContentType == "application/problem+json", $"{sent}: {(int)answer.Status} is {answer.ContentType}: {answer.Text}");
                Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
                Assert.Equal((int)answer.Status, (int)answer.Json["status"]!);
                Assert.StartsWith("urn:meida:problem:", (string)answer.Json["type"]!, StringComparison.Ordinal);
                Assert.NotNull(answer.Json["traceId"]);
            }
        }

        Assert.True(refused > Requests / 2, $"Only {refused} of {Requests} were refused.");
        Assert.Equal(before, await Rows());
    }

    private async Task<(long, long, long, long)> Rows() => (
        await system.Run.Scalar<long>("booking", "select count(*) from bookings"),
        await system.Run.Scalar<long>("tickets", "select count(*) from tickets"),
        await system.Run.Scalar<long>("tickets", "select count(*) from ticket_events"),
        await system.Run.Scalar<long>("technicians", "select count(*) from technicians"));

    private HttpRequestMessage Next(string ticketId) => _random.Next(9) switch
    {
        0 => Get(Pick("/api/tickets", "/api/tickets/export", "/api/tickets/stats", "/api/technicians", "/api/audit-logs", "/api/my-jobs", "/api/public/slots")
            + "?" + Pick("page", "pageSize", "status", "from", "to", "technicianId", "centerId", "cursor", "sort", "q", "date", "actor", "active", "ticketId") + "=" + NastyQuery()),
        1 => Get($"/api/{Pick("tickets", "technicians")}/{NastySegment()}{Pick("", "/events", "/assignment", "/images", "/schedule")}"),
        2 => Get($"/api/files/ticket-receipt/{NastySegment()}"),
        3 => Command(ticketId, Pick("assign", "reschedule", "cancel", "start"), NastyBody()),
        // The web server itself refuses a NUL in a path, before any code of ours: without a document.
        4 => Command(Uri.EscapeDataString(NastyText().Replace("\0", "", StringComparison.Ordinal)), Pick("confirm", "assign", "start", "complete", "cancel", "reveal-phone"), "{}"),
        5 => Json(HttpMethod.Post, "/api/technicians", Spoiled(Technician())),
        6 => WithHeaders(Json(HttpMethod.Post, $"/api/tickets/{ticketId}/confirm", "{}")),
        7 => ForeignType(Json(
            HttpMethod.Post, Pick("/api/public/booking", "/api/public/booking/lookup", "/api/tickets", "/api/technicians", "/api/auth/token", $"/api/tickets/{ticketId}/confirm"),
            JsonSerializer.Serialize(Samples.Booking()))),
        _ => Json(HttpMethod.Post, Pick("/api/public/booking", "/api/tickets"), Spoiled(JsonSerializer.SerializeToNode(Samples.Booking())!.AsObject())),
    };

    private static HttpRequestMessage Get(string path) => new(HttpMethod.Get, path);

    private static HttpRequestMessage Command(string id, string command, string body) =>
        Json(HttpMethod.Post, $"/api/tickets/{id}/{command}", body);

    private static HttpRequestMessage Json(HttpMethod method, string path, string body) =>
        new(method, path) { Content = new ByteArrayContent(Encoding.Latin1.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };

    private HttpRequestMessage WithHeaders(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("If-Match", Pick("x", "\"x\"", "\"-1\"", "\"99999999999\"", "\"999\"", "W/\"1\"", "1"));
        if (_random.Next(3) == 0)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", Pick(new string('k', 129), "a b", "a\tb"));
        return request;
    }

    private HttpRequestMessage ForeignType(HttpRequestMessage request)
    {
        request.Content!.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", Pick(
            "text/plain", "application/xml", "application/json; charset=gbk", "application/json; charset=utf-7", "application/json; charset=x y",
            "application/x-www-form-urlencoded", "multipart/form-data", "x"));
        return request;
    }

    private static JsonObject Technician() => new()
    {
        ["name"] = "李四",
        ["phone"] = "13700137000",
        ["centerId"] = Guid.Empty.ToString(),
        ["skills"] = new JsonArray("油烟机"),
    };

    // One field is made wrong in a way that no rule of that field allows.
    private string Spoiled(JsonObject body)
    {
        if (_random.Next(6) == 0)
            return NastyBody();

        string[] required = [.. body.Select(member => member.Key).Where(key => key is not ("skills" or "centerId" or "productModel"))];
        var field = required[_random.Next(required.Length)];
        if (_random.Next(5) == 0)
            body.Remove(field);
        else
            body[field] = _random.Next(9) switch
            {
                0 => null,
                1 => JsonValue.Create(_random.NextInt64()),
                2 => JsonValue.Create(true),
                3 => new JsonArray(),
                4 => new JsonObject { ["$type"] = "x" },
                5 => JsonValue.Create("a\u0000b"),
                6 => JsonValue.Create("\u0007"),
                7 => JsonValue.Create(new string('长', 5000)),
                _ => JsonValue.Create(""),
            };
        return Ascii(body);
    }

    // Escaped, so that Latin-1 carries it.
    private static string Ascii(JsonNode node) =>
        node.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Default });

    private string NastyBody() => Pick(
        "", "{", "}", "null", "[]", "42", "\"text\"", "{\"a\":}", "{\"reason\":\"\\ud800\"}", "{'reason':'x'}", "{\"reason\":1}",
        "{\"technicianId\":\"x\"}", "{\"technicianId\":{}}", "{\"technicianId\":\"00000000-0000-0000-0000-00000000000g\"}", "\u00ff\u00fe", new string('[', 5000),
        "{\"appointmentDate\":\"9999-99-99\",\"appointmentTime\":\"25:61\"}", "{\"appointmentDate\":20261123,\"appointmentTime\":9}", "{\"appointmentDate\":\"2020-01-01\",\"appointmentTime\":\"09:00\"}");

    private string NastySegment() => Pick(
        "0", "-1", "x", "TK", "TKIIIIIIII", "tk00000000", "%0a", "%ff", "..%2f..%2fetc%2fpasswd", "%252e%252e", "00000000-0000-0000-0000-000000000000",
        "'%20or%201=1--", "{id}", "undefined", "null", "%F0%9F%98%80", new string('a', 1500));

    private string NastyQuery() => Uri.EscapeDataString(NastyText()) + Pick("", "&page=0", "&pageSize=101", "&status=OPEN", "&from=x");

    private string NastyText() => Pick(
        "\0", "a\0b", "\u0001", "\u001b[31m", "%", "_", "\\", "'", "\"", "';drop table tickets;--", "99999999999999999999", "-1", "0", "1e9", "NaN", "2026-02-30", "0000-00-00",
        "BOOKED,OPEN", "booked", "٣", "\u202e", "😀", "漏水", new string('水', 300), "{}", "[]", "true", "null", "../..", "00000000-0000-0000-0000-000000000000");

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];
}
