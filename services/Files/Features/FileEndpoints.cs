using Meida.Files.Audit;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Meida.Files.Features;

internal static class FileEndpoints
{
    public static void MapFileEndpoints(this IEndpointRouteBuilder app)
    {
        var images = app.MapGroup("/api/tickets/{id}/images").WithTags("Files").AddEndpointFilter<RouteGroupBuilder, AuditFilter>();
        images.MapPost("", UploadImages.Handle).WithName("UploadImages").RequireAuthorization(Permissions.TicketsUpload)
            .WithSummary("Stores images on a ticket, all or none.")
            .WithMetadata(new UnboundedBody(), StreamedBody.Instance, new AuditedAs("UPLOAD_RECEIPT"))
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(429).ProducesProblem(503);
        images.MapGet("", ListImages.Handle).WithName("ListImages").RequireAuthorization(Permissions.TicketsRead)
            .WithSummary("The images of a ticket, oldest first.")
            .WithMetadata(new AuditedAs("LIST_RECEIPTS", IsReading: true))
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(503);

        // The gateway brings no other path of customers here.
        app.MapPost("/api/public/tickets/{token}/images", UploadFaultImages.Handle).WithTags("Own ticket").WithName("UploadFaultImages").AllowAnonymous()
            .WithSummary("Adds pictures of the fault, up to three, until the visit begins.")
            .WithMetadata(new UnboundedBody(), StreamedBody.Instance)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(429).ProducesProblem(503);

        var image = app.MapGroup("/api/files/ticket-receipt/{imageId}").WithTags("Files").AddEndpointFilter<RouteGroupBuilder, AuditFilter>();
        image.MapDelete("", DeleteImage.Handle).WithName("DeleteImage").RequireAuthorization(Permissions.TicketsUpload)
            .WithSummary("Deletes an image while its ticket is in work.")
            .WithMetadata(new AuditedAs("DELETE_RECEIPT"))
            .ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);
        image.MapMethods("", ["GET", "HEAD"], GetImage.Handle)
            .AddEndpointFilter(RangeProblem.Explain)
            .WithMetadata(new AuditedAs("READ_RECEIPT", IsReading: true))
            .WithName("GetImage").RequireAuthorization(Permissions.TicketsRead)
            .WithSummary("The bytes of an image, or of its thumbnail with size=thumb.")
            .Produces(200, contentType: "image/jpeg", additionalContentTypes: ["image/png", "image/webp"])
            .Produces(206).Produces(304)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(416).ProducesProblem(503);
    }

    // The upload enforces its bounds itself, file by file, and answers 413. The server's own bound would cut the
    // connection before the client has read why.
    private sealed class UnboundedBody : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => null;
    }
}
