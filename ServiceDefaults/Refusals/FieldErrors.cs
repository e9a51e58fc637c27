using Meida.SharedKernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.ServiceDefaults.Refusals;

/// <summary>Collects what is wrong with a request, field by field.</summary>
public sealed class FieldErrors
{
    private readonly List<FieldError> _errors = [];

    /// <summary>Whether anything is wrong.</summary>
    public bool Any => _errors.Count > 0;

    /// <summary>What is wrong, in the order it was found.</summary>
    public IReadOnlyList<FieldError> All => _errors;

    /// <summary>Adds a broken rule.</summary>
    /// <param name="field">The field in camelCase, or the header's name.</param>
    /// <param name="code">A stable word that pages translate.</param>
    /// <param name="message">The reason in English.</param>
    public FieldErrors Add(string field, string code, string message) => Add(new FieldError(field, code, message));

    /// <summary>Adds a broken rule; null is no error.</summary>
    /// <param name="error">The rule, or null.</param>
    public FieldErrors Add(FieldError? error)
    {
        if (error is not null)
            _errors.Add(error);
        return this;
    }

    /// <summary>Adds broken rules.</summary>
    /// <param name="errors">The rules.</param>
    public FieldErrors AddRange(IEnumerable<FieldError> errors)
    {
        _errors.AddRange(errors);
        return this;
    }

    /// <summary>The answer 400 <c>validation</c>, with <c>errors</c> (messages) and <c>codes</c> by field.</summary>
    public ProblemHttpResult ToProblem() => Problems.Create(ToException());

    /// <summary>The same as an exception, for code that cannot return an answer.</summary>
    public ProblemException ToException() => new(
        StatusCodes.Status400BadRequest, "validation", "One or more fields are wrong.",
        ("errors", ByField(error => error.Message)), ("codes", ByField(error => error.Code)));

    private Dictionary<string, string[]> ByField(Func<FieldError, string> text) =>
        _errors.GroupBy(error => error.Field).ToDictionary(group => group.Key, group => group.Select(text).Distinct().ToArray());
}
