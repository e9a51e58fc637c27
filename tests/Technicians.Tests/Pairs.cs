namespace Meida.Technicians.Tests;

internal static class Pairs
{
    /// <summary>Each with the one after it.</summary>
    public static IEnumerable<(T First, T Next)> Pairwise<T>(this IEnumerable<T> items) => items.Zip(items.Skip(1));
}
