using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Meida.Hosting.Native;

/// <summary>
/// Health checks that wait in their answer: Aspire asks a starting resource after 1, 2, 3, 4, 5, 5 … seconds, and one that waits
/// is done when the resource is.
/// </summary>
public static class ReadyChecks
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(3) };

    /// <summary>Healthy when one of the paths of the endpoint <c>http</c> answers with a success.</summary>
    /// <typeparam name="T">The resource's type.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="paths">Asked in this order.</param>
    public static IResourceBuilder<T> WithReadyCheck<T>(this IResourceBuilder<T> builder, params string[] paths)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithReadyCheck(async ct =>
        {
            foreach (var path in paths)
            {
                using var answer = await Http.GetAsync(new Uri(builder.GetEndpoint("http").Url + path), ct);
                if (answer.IsSuccessStatusCode)
                    return true;
            }
            return false;
        });
    }

    /// <summary>Healthy when somebody listens on the endpoint.</summary>
    /// <typeparam name="T">The resource's type.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="endpoint">The endpoint's name.</param>
    public static IResourceBuilder<T> WithListenCheck<T>(this IResourceBuilder<T> builder, string endpoint)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithReadyCheck(async ct =>
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", builder.GetEndpoint(endpoint).Port, ct);
            return true;
        });
    }

    private static IResourceBuilder<T> WithReadyCheck<T>(this IResourceBuilder<T> builder, Func<CancellationToken, Task<bool>> isReady)
        where T : IResource
    {
        var key = $"{builder.Resource.Name}_ready";
        builder.ApplicationBuilder.Services.AddHealthChecks().Add(new HealthCheckRegistration(key, _ => new Check(isReady), null, null, TimeSpan.FromMinutes(5)));
        return builder.WithHealthCheck(key);
    }

    private sealed class Check(Func<CancellationToken, Task<bool>> isReady) : IHealthCheck
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var began = TimeProvider.System.GetTimestamp();
            while (true)
            {
                Exception? problem = null;
                try
                {
                    if (await isReady(cancellationToken))
                        return HealthCheckResult.Healthy();
                }
                catch (Exception e) when (e is HttpRequestException or SocketException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
                {
                    problem = e;
                }
                if (TimeProvider.System.GetElapsedTime(began) > Patience)
                    return HealthCheckResult.Unhealthy(exception: problem);
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}
