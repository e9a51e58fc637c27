using Meida.ServiceDefaults.Access;

namespace Meida.Files.Access;

/// <summary>Who does something to a ticket's images, in which role and from where.</summary>
/// <param name="UserId">The account; null for the product itself and for customers.</param>
/// <param name="Name">The user name.</param>
/// <param name="Role">The role in which it was done.</param>
/// <param name="ClientAddress">The caller's network address, where there is a caller.</param>
internal sealed record Actor(Guid? UserId, string Name, string Role, string? ClientAddress = null)
{
    public const string CustomerRole = "customer";

    /// <summary>Nobody asked: the product acts by itself.</summary>
    public static Actor System { get; } = new(null, "system", "system");

    /// <summary>Whoever has the ticket's link.</summary>
    public static Actor Customer(string? clientAddress) => new(null, CustomerRole, CustomerRole, clientAddress);
}

internal static class Actors
{
    /// <summary>The signed-in account as the author of what it does.</summary>
    public static Actor Actor(this HttpContext http) =>
        new(http.User.UserId(), http.User.UserName(), http.User.PrimaryRole(), http.ClientAddress());
}
