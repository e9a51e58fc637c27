using System.Collections.Concurrent;
using System.Net;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Meida.Messaging.Tests.Operations;

[Collection("servers")]
public sealed class AccessTests(Servers servers)
{
    [Fact]
    public async Task Nobody_without_the_key_sees_or_does_anything()
    {
        await using var service = await NoteService.Start(
            await servers.NewDatabase(), await servers.NewVirtualHost(), x => x.AddConsumer<NoteWrittenConsumer>(), waitForBroker: false);
        foreach (var key in (string?[])[null, "", "for operators", "for operators only ,"])
        {
            using var http = service.Http;
            if (key is not null)
                http.DefaultRequestHeaders.TryAddWithoutValidation("X-Operations-Key", key);

            using var read = await http.GetAsync(new Uri("/internal/operations/messages", UriKind.Relative));
            using var command = await http.PostAsync(new Uri("/internal/operations/parked/redrive", UriKind.Relative), null);

            Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (read.StatusCode, command.StatusCode));
            Assert.Empty(await read.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task A_service_without_a_key_has_no_such_endpoints_and_says_so(string environment)
    {
        var builder = WebApplication.CreateBuilder([$"--environment={environment}", "--hostBuilder:reloadConfigOnChange=false"]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var log = new Lines();
        builder.Logging.ClearProviders().AddProvider(log);
        await using var app = builder.Build();
        app.MapMessagingOperations();
        await app.StartAsync();

        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        http.DefaultRequestHeaders.Add("X-Operations-Key", "");
        using var answer = await http.GetAsync(new Uri("/internal/operations/messages", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(log.Written, line => line.Contains("Operations:Key is not set", StringComparison.Ordinal));
    }

    sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Written { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
