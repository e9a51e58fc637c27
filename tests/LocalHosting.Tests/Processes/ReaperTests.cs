using System.Diagnostics;
using System.Globalization;
using Meida.LocalHosting.Processes;
using Meida.Testing;

namespace Meida.LocalHosting.Tests.Processes;

public sealed class ReaperTests : IDisposable
{
    private readonly ScratchDirectory _scratch = TestPlaces.Scratch();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Kill_9_of_the_parent_leaves_no_child_and_no_scratch_directory()
    {
        using var parent = Process.Start(new ProcessStartInfo("dotnet", [typeof(Parent).Assembly.Location, "--parent", _scratch.Path])
        {
            RedirectStandardOutput = true,
        })!;
        var words = (await parent.StandardOutput.ReadLineAsync())!.Split(' ', 3);
        int[] groups = [.. words[..2].Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
        Assert.All(groups, group => Assert.NotEmpty(Members(group)));
        Assert.True(Directory.Exists(words[2]));

        parent.Kill();

        // One of them has a grandchild, the other ignores SIGTERM and is killed after five seconds.
        await Eventually.Is(() => groups.All(group => Members(group).Count == 0), "A child outlived its parent.", TimeSpan.FromSeconds(30));
        await Eventually.Is(() => !Directory.Exists(words[2]), "The scratch directory was left.", TimeSpan.FromSeconds(30));
    }

    private static List<string> Members(int group) => [.. Directory.EnumerateDirectories("/proc")
        .Where(directory => int.TryParse(Path.GetFileName(directory), out _))
        .Where(directory => Fields(directory) is { Length: > 2 } fields && fields[0] is not ("Z" or "X") && fields[2] == group.ToString(CultureInfo.InvariantCulture))];

    private static string[] Fields(string directory)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(directory, "stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
