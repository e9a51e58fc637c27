using Meida.EndToEnd.Running;

namespace Meida.EndToEnd.Pages;

/// <summary>A test in the browser; at its end no window's console may have complained.</summary>
[Collection(SystemCollection.Name)]
public abstract class PageTests(RunningSystem system, Browser browser) : IAsyncLifetime
{
    private readonly List<Window> _windows = [];

    protected Uri Gateway => system.Gateway;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var window in _windows)
            await window.Close();
        Assert.Equal([], _windows.SelectMany(window => window.Complaints));
    }

    protected async Task<Window> Open(string? userName = null, string language = "zh", int width = 1280, int height = 800)
    {
        var window = await browser.Open(Gateway, language, width, height);
        _windows.Add(window);
        if (userName is not null)
            await window.SignIn(userName);
        return window;
    }
}
