using MassTransit;

namespace Meida.Messaging;

/// <summary>
/// MassTransit starts the clock of a request when the broker has taken it; without a broker the caller would wait for ever.
/// These clients start the clock at the call.
/// </summary>
sealed class BoundedClientFactory(IScopedClientFactory inner, TimeSpan limit) : IScopedClientFactory
{
    public IRequestClient<T> CreateRequestClient<T>(RequestTimeout timeout) where T : class
        => new BoundedRequestClient<T>(inner.CreateRequestClient<T>(timeout), timeout.HasValue ? timeout.Value : limit);

    public IRequestClient<T> CreateRequestClient<T>(Uri destinationAddress, RequestTimeout timeout) where T : class
        => new BoundedRequestClient<T>(inner.CreateRequestClient<T>(destinationAddress, timeout), timeout.HasValue ? timeout.Value : limit);

    public RequestHandle<T> CreateRequest<T>(T message, CancellationToken cancellationToken, RequestTimeout timeout) where T : class
        => inner.CreateRequest(message, cancellationToken, timeout);

    public RequestHandle<T> CreateRequest<T>(Uri destinationAddress, T message, CancellationToken cancellationToken, RequestTimeout timeout)
        where T : class
        => inner.CreateRequest(destinationAddress, message, cancellationToken, timeout);

    public RequestHandle<T> CreateRequest<T>(object values, CancellationToken cancellationToken, RequestTimeout timeout) where T : class
        => inner.CreateRequest<T>(values, cancellationToken, timeout);

    public RequestHandle<T> CreateRequest<T>(Uri destinationAddress, object values, CancellationToken cancellationToken, RequestTimeout timeout)
        where T : class
        => inner.CreateRequest<T>(destinationAddress, values, cancellationToken, timeout);
}

/// <inheritdoc cref="BoundedClientFactory" />
sealed class BoundedRequestClient<TRequest>(IRequestClient<TRequest> inner, TimeSpan limit) : IRequestClient<TRequest>
    where TRequest : class
{
    public RequestHandle<TRequest> Create(TRequest message, CancellationToken cancellationToken, RequestTimeout timeout)
        => inner.Create(message, cancellationToken, timeout);

    public RequestHandle<TRequest> Create(object values, CancellationToken cancellationToken, RequestTimeout timeout)
        => inner.Create(values, cancellationToken, timeout);

    public Task<Response<T>> GetResponse<T>(TRequest message, CancellationToken cancellationToken, RequestTimeout timeout) where T : class
        => Bounded(ct => inner.GetResponse<T>(message, ct, timeout), timeout, cancellationToken);

    public Task<Response<T>> GetResponse<T>(
        TRequest message, RequestPipeConfiguratorCallback<TRequest> callback, CancellationToken cancellationToken, RequestTimeout timeout)
        where T : class
        => Bounded(ct => inner.GetResponse<T>(message, callback, ct, timeout), timeout, cancellationToken);

    public Task<Response<T>> GetResponse<T>(object values, CancellationToken cancellationToken, RequestTimeout timeout) where T : class
        => Bounded(ct => inner.GetResponse<T>(values, ct, timeout), timeout, cancellationToken);

    public Task<Response<T>> GetResponse<T>(
        object values, RequestPipeConfiguratorCallback<TRequest> callback, CancellationToken cancellationToken, RequestTimeout timeout)
        where T : class
        => Bounded(ct => inner.GetResponse<T>(values, callback, ct, timeout), timeout, cancellationToken);

    public Task<Response<T1, T2>> GetResponse<T1, T2>(TRequest message, CancellationToken cancellationToken, RequestTimeout timeout)
        where T1 : class where T2 : class
        => Bounded(ct => inner.GetResponse<T1, T2>(message, ct, timeout), timeout, cancellationToken);

    public Task<Response<T1, T2>> GetResponse<T1, T2>(
        TRequest message, RequestPipeConfiguratorCallback<TRequest> callback, CancellationToken cancellationToken, RequestTimeout timeout)
        where T1 : class where T2 : class
        => Bounded(ct => inner.GetResponse<T1, T2>(message, callback, ct, timeout), timeout, cancellationToken);

    public Task<Response<T1, T2>> GetResponse<T1, T2>(object values, CancellationToken cancellationToken, RequestTimeout timeout)
        where T1 : class where T2 : class
        => Bounded(ct => inner.GetResponse<T1, T2>(values, ct, timeout), timeout, cancellationToken);

    public Task<Response<T1, T2>> GetResponse<T1, T2>(
        object values, RequestPipeConfiguratorCallback<TRequest> callback, CancellationToken cancellationToken, RequestTimeout timeout)
        where T1 : class where T2 : class
        => Bounded(ct => inner.GetResponse<T1, T2>(values, callback, ct, timeout), timeout, cancellationToken);

    public Task<Response<T1, T2, T3>> GetResponse<T1, T2, T3>(TRequest message, CancellationToken cancellationToken, RequestTimeout timeout)
        where T1 : class where T2 : class where T3 : class
        => Bounded(ct => inner.GetResponse<T1, T2, T3>(message, ct, timeout), timeout, cancellationToken);

    public Task<Response<T1, T2, T3>> GetResponse<T1, T2, T3>(
        TRequest message, RequestPipeConfiguratorCallback<TRequest> callback, CancellationToken cancellationToken, RequestTimeout timeout)
        where T1 : class where T2 : class where T3 : class
        => Bounded(ct => inner.GetResponse<T1, T2, T3>(message, callback, ct, timeout), timeout, cancellationToken);

    public Task<Response<T1, T2, T3>> GetResponse<T1, T2, T3>(object values, CancellationToken cancellationToken, RequestTimeout timeout)
        where T1 : class where T2 : class where T3 : class
        => Bounded(ct => inner.GetResponse<T1, T2, T3>(values, ct, timeout), timeout, cancellationToken);

    public Task<Response<T1, T2, T3>> GetResponse<T1, T2, T3>(
        object values, RequestPipeConfiguratorCallback<TRequest> callback, CancellationToken cancellationToken, RequestTimeout timeout)
        where T1 : class where T2 : class where T3 : class
        => Bounded(ct => inner.GetResponse<T1, T2, T3>(values, callback, ct, timeout), timeout, cancellationToken);

    async Task<TResponse> Bounded<TResponse>(Func<CancellationToken, Task<TResponse>> request, RequestTimeout timeout, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(timeout.HasValue ? timeout.Value : limit);
        try
        {
            return await request(deadline.Token).WaitAsync(deadline.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or RequestCanceledException && deadline.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new RequestTimeoutException(typeof(TRequest).Name);
        }
    }
}
