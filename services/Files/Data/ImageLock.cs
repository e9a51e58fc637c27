namespace Meida.Files.Data;

/// <summary>The lock under which a ticket's images are added and erased.</summary>
internal static class ImageLock
{
    public static string Of(Guid ticketId) => $"ticket-images:{ticketId:N}";
}
