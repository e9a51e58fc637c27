namespace Meida.Files.Storage;

internal static class StorageRegistration
{
    /// <summary>S3 where <c>ConnectionStrings:storage</c> is set, else the disk under <c>UPLOAD_ROOT</c>.</summary>
    public static void AddReceiptStore(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        builder.Services.AddSingleton(new ObjectKeys(configuration["TICKET_RECEIPT_DIR"] is { Length: > 0 } folder ? folder : "tickets"));
        if (configuration.GetConnectionString("storage") is { Length: > 0 } connection)
        {
            var settings = S3Settings.Parse(connection);
            builder.Services.AddSingleton<IReceiptStore>(services => new S3ReceiptStore(settings, services.GetRequiredService<TimeProvider>()));
        }
        else
        {
            var root = configuration["UPLOAD_ROOT"] is { Length: > 0 } configured ? configured : "./data/uploads";
            builder.Services.AddSingleton<IReceiptStore>(new DiskReceiptStore(root));
        }

        builder.Services.AddHealthChecks().AddCheck<StoreHealthCheck>("storage", tags: ["ready"]);
        builder.Services.AddSingleton<LooseObjects>();
        builder.Services.AddHostedService<LooseObjectsSchedule>();
    }
}
