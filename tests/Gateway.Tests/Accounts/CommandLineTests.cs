using System.Diagnostics;
using Meida.Gateway.Data;
using Microsoft.EntityFrameworkCore;

namespace Meida.Gateway.Tests.Accounts;

/// <summary>The gateway as a process of its own: what an operator types, and what it says when something is missing.</summary>
public sealed class CommandLineTests : IAsyncLifetime
{
    private GatewayApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await GatewayApp.Start();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Outside_development_nobody_can_sign_in_until_an_account_is_added()
    {
        Assert.Equal(0, await _app.Query(db => db.Users.CountAsync()));

        var (exit, output) = await Run("A-Very-Good-One-5\n", "--add-user", "boss", "--role", "admin", "--display-name", "老板");

        Assert.True(exit == 0, output);
        using var client = _app.Client();
        Assert.NotEmpty(await GatewayApp.Token(client, "boss", "A-Very-Good-One-5"));
        var user = await _app.Query(db => db.Users.SingleAsync());
        Assert.Equal(("老板", "admin"), (user.DisplayName, Assert.Single(user.Roles)));
    }

    [Theory]
    [InlineData("A-Very-Good-One-5\n", "emperor", "--role must be one of")]
    [InlineData("", "admin", "standard input")]
    [InlineData("short\n", "admin", "at least 12 characters")]
    [InlineData("password1234\n", "admin", "guessed first")]
    public async Task What_cannot_be_added_is_said_in_a_sentence(string input, string role, string sentence)
    {
        var (exit, output) = await Run(input, "--add-user", "boss", "--role", role);

        Assert.Equal(1, exit);
        Assert.Contains(sentence, output, StringComparison.Ordinal);
        Assert.Equal(0, await _app.Query(db => db.Users.CountAsync()));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused()
    {
        await _app.AddUser("boss", "admin");

        var (exit, output) = await Run("A-Very-Good-One-5\n", "--add-user", "BOSS", "--role", "agent");

        Assert.Equal(1, exit);
        Assert.Contains("already taken", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Privacy__DataKey")]
    [InlineData("Privacy__PhonePepper")]
    public async Task A_missing_secret_is_named_and_nothing_starts(string secret)
    {
        var (exit, output) = await Run("", new Dictionary<string, string?> { [secret] = "" });

        Assert.NotEqual(0, exit);
        Assert.Contains(secret.Replace("__", ":", StringComparison.Ordinal), output, StringComparison.Ordinal);
    }

    private Task<(int Exit, string Output)> Run(string input, params string[] args) => Run(input, [], args);

    private async Task<(int Exit, string Output)> Run(string input, Dictionary<string, string?> environment, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(GatewayDbContext).Assembly.Location, .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var settings = new Dictionary<string, string?>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["ConnectionStrings__identitydb"] = _app.ConnectionString,
            ["Privacy__DataKey"] = Convert.ToBase64String(new byte[32]),
            ["Privacy__PhonePepper"] = Convert.ToBase64String(new byte[32]),
        };
        foreach (var (name, value) in settings.Concat(environment))
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        try
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            await process.WaitForExitAsync(timeout.Token);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
        return (process.ExitCode, string.Concat(await output));
    }
}
