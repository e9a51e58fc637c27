using System.Globalization;
using Microsoft.Playwright;

namespace Meida.Benchmarks;

/// <summary>When a page first shows something, in a browser that has never seen it, on a processor four times slower.</summary>
internal static class PagesBenchmark
{
    private const int Rounds = 7;
    private const int Slowdown = 4;

    private const string FirstContentfulPaint =
        """
        () => new Promise(found => new PerformanceObserver(list => {
          const [paint] = list.getEntriesByName('first-contentful-paint');
          if (paint) found(paint.startTime);
        }).observe({ type: 'paint', buffered: true }))
        """;

    private static readonly (string Path, string? Account, double Goal)[] Pages =
        [("/booking", null, 900), ("/admin/tickets", "admin", 1600)];

    public static async Task<int> Run(RunningSystem system, CancellationToken cancel)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium(), Args = ["--disable-dev-shm-usage"] });
        var figures = Pages.Select(_ => new Figures()).ToArray();
        Console.WriteLine($"load before: {Machine.Load()}");
        // By turns, and the first round only warms the servers up.
        for (var round = -1; round < Rounds; round++)
        {
            for (var page = 0; page < Pages.Length; page++)
            {
                cancel.ThrowIfCancellationRequested();
                var paint = await Measure(browser, system.Http.BaseAddress!, Pages[page].Path, Pages[page].Account);
                if (round >= 0)
                    figures[page].Add(paint);
            }
        }

        Console.WriteLine($"load after:  {Machine.Load()}");
        Console.WriteLine($"first contentful paint, CPU throttled {Slowdown} times, empty cache, {Rounds} visits each, ms:");
        foreach (var ((path, _, goal), measured) in Pages.Zip(figures))
        {
            var median = measured.Percentile(50);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  p50 {median,7:F0} {(median > goal ? "!" : " ")} best {measured.Percentile(1),7:F0}   at most {goal,5:F0}   {path}"));
        }

        return 0;
    }

    private static async Task<TimeSpan> Measure(IBrowser browser, Uri gateway, string path, string? account)
    {
        await using var context = await browser.NewContextAsync(new() { BaseURL = gateway.ToString(), Locale = "zh-CN" });
        if (account is not null)
            await SignIn(context, account);

        var page = await context.NewPageAsync();
        var devTools = await context.NewCDPSessionAsync(page);
        await devTools.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = Slowdown });
        await page.GotoAsync(path);
        return TimeSpan.FromMilliseconds(await page.EvaluateAsync<double>(FirstContentfulPaint));
    }

    private static async Task SignIn(IBrowserContext context, string userName)
    {
        var password = Environment.GetEnvironmentVariable("Seed__Password") ?? "Meida-2026";
        var answer = await context.APIRequest.PostAsync("/api/auth/login", new() { DataObject = new { userName, password } });
        if (!answer.Ok)
            throw new BenchmarkException($"Signing in as {userName} was answered {answer.Status}: set Seed__Password as for ./run.");
    }

    private static string Chromium()
    {
        var path = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named ? named : "/usr/bin/chromium";
        return File.Exists(path) ? path : throw new BenchmarkException($"Chromium is missing at {path}: install it with 'eng/install chromium', or name another one in CHROMIUM.");
    }
}
