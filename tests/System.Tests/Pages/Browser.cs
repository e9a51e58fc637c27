using Meida.EndToEnd.Running;
using Microsoft.Playwright;

namespace Meida.EndToEnd.Pages;

/// <summary>One Chromium for all browser tests, started by the first window that is opened.</summary>
public sealed class Browser : IAsyncLifetime
{
    private readonly Lazy<Task<IBrowser>> _chromium;
    private IPlaywright? _playwright;

    public Browser() => _chromium = new(Start);

    public static string ScreenshotFolder { get; } = Path.Combine(Repository.Root, "test-output", "screenshots");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async Task<Window> Open(Uri gateway, string language = "zh", int width = 1280, int height = 800)
    {
        var context = await (await _chromium.Value).NewContextAsync(new()
        {
            BaseURL = gateway.ToString(),
            Locale = language == "en" ? "en-US" : "zh-CN",
            // Not the service centers' zone: the pages show theirs, wherever the browser is.
            TimezoneId = "America/New_York",
            ViewportSize = new() { Width = width, Height = height },
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(20_000);
        return await Window.Of(context);
    }

    public async ValueTask DisposeAsync()
    {
        if (_chromium is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await _chromium.Value).DisposeAsync();
        _playwright?.Dispose();
    }

    internal static string Program(string? named)
    {
        var path = string.IsNullOrEmpty(named) ? "/usr/bin/chromium" : named;
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"The browser tests need Chromium and {path} is missing: install it with 'eng/install chromium' (Debian: apt-get install chromium fonts-noto-cjk), or name another one in CHROMIUM.");
    }

    private async Task<IBrowser> Start()
    {
        var path = Program(Environment.GetEnvironmentVariable("CHROMIUM"));
        Assertions.SetDefaultExpectTimeout(15_000);
        _playwright = await Playwright.CreateAsync();
        return await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--disable-dev-shm-usage", "--lang=en-US"] });
    }
}
