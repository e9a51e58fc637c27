using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Meida.Files.Storage;

internal sealed class StoreHealthCheck(IReceiptStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await store.Check(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
