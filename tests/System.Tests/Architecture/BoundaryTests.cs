using System.Xml.Linq;
using Meida.EndToEnd.Running;

namespace Meida.EndToEnd.Architecture;

/// <summary>The rules of the house that the compiler does not know.</summary>
public sealed class BoundaryTests
{
    private static readonly string[] ServiceNames = ["Booking", "Tickets", "Technicians", "Files"];

    [Fact]
    public void A_service_references_no_other_service()
    {
        foreach (var service in ServiceNames)
        {
            var references = References(Path.Combine("services", service, $"Meida.{service}.csproj"));
            Assert.NotEmpty(references);
            Assert.Equal(["Meida.Contracts", "Meida.Messaging", "Meida.ServiceDefaults", "Meida.SharedKernel"], references);
        }
    }

    [Fact]
    public void Contracts_hold_messages_and_nothing_else()
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, "Contracts", "Meida.Contracts.csproj"));
        Assert.Empty(project.Descendants("PackageReference"));
        Assert.Empty(project.Descendants("ProjectReference"));
    }

    [Fact]
    public void The_gateway_references_no_service()
    {
        var references = References(Path.Combine("gateway", "Meida.Gateway.csproj"));
        Assert.NotEmpty(references);
        Assert.DoesNotContain(references, reference => ServiceNames.Contains(reference.Split('.')[^1]));
    }

    [Fact]
    public void The_clock_is_injected_in_production_code()
    {
        var sources = Directory.EnumerateFiles(Repository.Root, "*.cs", SearchOption.AllDirectories)
            .Where(path => ProductionFolders.Any(folder => Path.GetRelativePath(Repository.Root, path).StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
            .ToArray();
        Assert.NotEmpty(sources);

        var offenders = sources.Where(path => File.ReadAllText(path) is var text
            && (text.Contains("DateTime.UtcNow", StringComparison.Ordinal) || text.Contains("DateTime.Now", StringComparison.Ordinal)
                || text.Contains("DateTimeOffset.UtcNow", StringComparison.Ordinal) || text.Contains("DateTimeOffset.Now", StringComparison.Ordinal)));
        Assert.Empty(offenders.Select(path => Path.GetRelativePath(Repository.Root, path)));
    }

    private static readonly string[] ProductionFolders = ["services", "gateway", "Messaging", "ServiceDefaults", "SharedKernel", "Contracts"];

    private static string[] References(string project) =>
    [
        .. XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
            .Order(StringComparer.Ordinal),
    ];
}
