namespace Meida.Tickets.Domain;

/// <summary>Who does something to a ticket, in which role and from where.</summary>
/// <param name="UserId">The account; null for the product itself and for customers.</param>
/// <param name="Name">The user name.</param>
/// <param name="Role">The role in which it was done.</param>
/// <param name="ClientAddress">The caller's network address, where there is a caller.</param>
internal sealed record ActorInfo(Guid? UserId, string Name, string Role, string? ClientAddress = null)
{
    /// <summary>Nobody asked: the product acts by itself.</summary>
    public static ActorInfo System { get; } = new(null, "system", "system");

    /// <summary>Whoever booked on the public page.</summary>
    public static ActorInfo Customer { get; } = new(null, "customer", "customer");
}
