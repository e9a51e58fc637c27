using Meida.Hosting.Native;

namespace Meida.Testing;

/// <summary>Whether servers run as containers: where an engine answers, unless MEIDA_TEST_CONTAINERS=false says not to ask.</summary>
internal static class Containers
{
    private static readonly Lazy<bool> Asked = new(() =>
        !string.Equals(Environment.GetEnvironmentVariable("MEIDA_TEST_CONTAINERS"), "false", StringComparison.OrdinalIgnoreCase) && ContainerEngine.Answers());

    public static bool Answer => Asked.Value;
}
