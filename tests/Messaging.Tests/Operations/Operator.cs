using System.Net;
using System.Net.Http.Json;

namespace Meida.Messaging.Tests.Operations;

/// <summary>Somebody with the key.</summary>
static class Operator
{
    public static async Task<MessagesReport> Sees(NoteService service) =>
        (await Client(service).GetFromJsonAsync<MessagesReport>("/internal/operations/messages"))!;

    public static Task<HttpResponseMessage> Does(NoteService service, string command) =>
        Client(service).PostAsync(new Uri($"/internal/operations/{command}", UriKind.Relative), null);

    public static async Task<int> Redrives(NoteService service, string what)
    {
        using var answer = await Does(service, $"{what}/redrive");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<Redriven>())!.Count;
    }

    static HttpClient Client(NoteService service)
    {
        var http = service.Http;
        http.DefaultRequestHeaders.Add("X-Operations-Key", NoteService.OperationsKey);
        return http;
    }
}
