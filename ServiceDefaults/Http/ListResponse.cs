using System.Globalization;
using Meida.ServiceDefaults.Refusals;

namespace Meida.ServiceDefaults.Http;

/// <summary>A page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The page; empty past the end.</param>
/// <param name="Page">1-based.</param>
/// <param name="PageSize">1-100.</param>
/// <param name="Total">How many there are in all, exact up to <see cref="PageRequest.MaxExactTotal"/>.</param>
/// <param name="TotalIsExact">False when there are more than <paramref name="Total"/>.</param>
/// <param name="NextCursor">Leads to the next page; null on the last, and where the list has no cursor.</param>
public sealed record ListResponse<T>(
    IReadOnlyList<T> Items, int Page, int PageSize, int Total, bool TotalIsExact = true, string? NextCursor = null);

/// <summary>Which page a client wants.</summary>
/// <param name="Page">1-based.</param>
/// <param name="PageSize">1-100.</param>
public readonly record struct PageRequest(int Page, int PageSize)
{
    /// <summary>Counting further is what makes large lists slow.</summary>
    public const int MaxExactTotal = 10_000;

    /// <summary>Items before the page; 64 bits wide, so that no page number overflows.</summary>
    public long Offset => (long)(Page - 1) * PageSize;

    /// <summary>Reads <c>page</c> and <c>pageSize</c> as they stand in the query.</summary>
    /// <param name="page">The text, or null for 1.</param>
    /// <param name="pageSize">The text, or null for 20.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static PageRequest Read(string? page, string? pageSize, FieldErrors errors) =>
        new(Number("page", page, 1, int.MaxValue, 1, errors), Number("pageSize", pageSize, 1, 100, 20, errors));

    private static int Number(string field, string? text, int min, int max, int fallback, FieldErrors errors)
    {
        if (string.IsNullOrEmpty(text))
            return fallback;

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;

        errors.Add(field, "range", max == int.MaxValue ? $"Must be a whole number from {min}." : $"Must be a whole number from {min} to {max}.");
        return fallback;
    }
}
