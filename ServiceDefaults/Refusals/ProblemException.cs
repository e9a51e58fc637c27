namespace Meida.ServiceDefaults.Refusals;

/// <summary>A refusal that a rule deep in the code throws and that reaches the client as a problem document.</summary>
public sealed class ProblemException : Exception
{
    /// <summary>Makes a refusal.</summary>
    /// <param name="status">The HTTP status, 400-599.</param>
    /// <param name="slug">The end of the problem's type: <c>illegal-transition</c>, …</param>
    /// <param name="detail">One sentence for the caller; no personal data.</param>
    /// <param name="extensions">Further members of the document.</param>
    public ProblemException(int status, string slug, string detail, params (string Key, object? Value)[] extensions)
        : base(detail)
    {
        Status = status;
        Slug = slug;
        Extensions = extensions;
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The end of the problem's type.</summary>
    public string Slug { get; }

    /// <summary>Further members of the document.</summary>
    public IReadOnlyList<(string Key, object? Value)> Extensions { get; }
}
