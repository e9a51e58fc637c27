using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Meida.EndToEnd.Running;
using Microsoft.Playwright;

namespace Meida.EndToEnd.Pages;

/// <summary>A browser window of its own, with nobody signed in, that writes down whatever its console complains of.</summary>
public sealed partial class Window
{
    private static readonly string[] Rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<Complaint> _complaints = new();
    private readonly List<(string Reason, string Path)> _expected = [];

    private Window(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    private sealed record Complaint(string Text, string Path)
    {
        public override string ToString() => $"{Text} [{Path}]";
    }

    public IPage Page { get; }

    /// <summary>What the console complained of and no test expected.</summary>
    public IReadOnlyList<string> Complaints => [.. _complaints.Where(one => !_expected.Any(expected => Is(one, expected))).Select(one => one.ToString())];

    internal static async Task<Window> Of(IBrowserContext context)
    {
        await context.AddInitScriptAsync("addEventListener('securitypolicyviolation', event => console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI}`))");
        var window = new Window(context, await context.NewPageAsync());
        window.Page.Console += (_, message) =>
        {
            if (message.Type == "error")
                window._complaints.Enqueue(new Complaint(message.Text, PathOf(message.Location)));
        };
        window.Page.PageError += (_, error) => window._complaints.Enqueue(new Complaint(error, PathOf(window.Page.Url)));
        return window;
    }

    /// <summary>Chromium itself writes every refused request to the console; those that a test provokes are named here.</summary>
    public Window Expects(string reason, string path)
    {
        _expected.Add((reason, path));
        return this;
    }

    /// <summary>Signs in without the page, for tests that are not about it.</summary>
    public async Task<Window> SignIn(string userName)
    {
        var answer = await _context.APIRequest.PostAsync("/api/auth/login", new() { DataObject = new { userName, password = Client.Password } });
        Assert.True(answer.Ok, $"{userName} could not sign in: {answer.Status}");
        return this;
    }

    public async Task<Window> Goto(string path)
    {
        await Page.GotoAsync(path);
        return this;
    }

    /// <summary>WCAG 2.2 AA as far as a program can judge it, of the page as it stands.</summary>
    public async Task IsAccessible(string what)
    {
        var result = await Page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = [.. Rules] } });
        Assert.True(result.Violations.Length == 0, $"{what}: " + string.Join('\n', result.Violations.Select(violation =>
            $"{violation.Id} ({violation.Impact}): {string.Join(" | ", violation.Nodes.Take(5).Select(node => node.Html))}")));
        Assert.NotEmpty(result.Passes);
    }

    /// <summary>No part of the page is cut off or has to be scrolled to sideways.</summary>
    public async Task FitsItsWidth(string what)
    {
        var (wide, width) = (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Page.ViewportSize!.Width);
        Assert.True(wide <= width, $"{what} is {wide} px wide in a window of {width} px.");
    }

    /// <summary>At the desk and on the phone: kept as a picture, not cut off, accessible.</summary>
    public async Task LooksRight(string name, string language)
    {
        foreach (var (width, height) in ((int, int)[])[(1280, 800), (360, 740)])
        {
            await Page.SetViewportSizeAsync(width, height);
            var what = $"{name}.{language}.{width}";
            await Keep(what);
            await FitsItsWidth(what);
            // The same elements in another language: once is enough for what takes the longest.
            if (language == "zh" || width == 360)
                await IsAccessible(what);
        }

        await Page.SetViewportSizeAsync(1280, 800);
    }

    public Task Keep(string name) => Page.ScreenshotAsync(new()
    {
        Path = Path.Combine(Browser.ScreenshotFolder, $"{name}.png"),
        FullPage = true,
        Animations = ScreenshotAnimations.Disabled,
    });

    public async Task Close() => await _context.CloseAsync();

    private static bool Is(Complaint complaint, (string Reason, string Path) expected) =>
        complaint.Path == expected.Path && complaint.Text.StartsWith("Failed to load resource: ", StringComparison.Ordinal)
        && complaint.Text.Contains(expected.Reason, StringComparison.Ordinal);

    // "http://host:port/path:line:column", or without the two numbers.
    private static string PathOf(string location) =>
        Uri.TryCreate(Position().Replace(location, ""), UriKind.Absolute, out var address) ? address.AbsolutePath : location;

    [GeneratedRegex(@"(?<=/[^:]*):\d+:\d+$")]
    private static partial Regex Position();
}
