using Meida.ServiceDefaults.Access;
using Meida.Tickets.Domain;

namespace Meida.Tickets.Access;

internal static class Actors
{
    /// <summary>The signed-in account as the author of what it does.</summary>
    public static ActorInfo Actor(this HttpContext http) =>
        new(http.User.UserId(), http.User.UserName(), http.User.PrimaryRole(), http.ClientAddress());
}
