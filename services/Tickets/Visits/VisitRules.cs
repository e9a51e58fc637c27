namespace Meida.Tickets.Visits;

/// <summary>What a completed visit has to prove, and by which table faults are named. Section <c>Visits</c>.</summary>
internal sealed class VisitRules
{
    /// <summary>Whether the customer's code has to be told.</summary>
    public bool RequireVerificationCode { get; set; }

    /// <summary>Whether the customer has to sign.</summary>
    public bool RequireSignature { get; set; }

    /// <summary>The codes there are; any when it is empty.</summary>
    public string[] FaultCodes { get; set; } = [];
}
