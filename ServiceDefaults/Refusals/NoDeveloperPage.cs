using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.ServiceDefaults.Refusals;

/// <summary>
/// In Development WebApplication puts a page in front of everything that shows the stack, the source and the request's
/// headers, and with them the internal token. What reaches it is answered like any other fault.
/// </summary>
internal sealed class NoDeveloperPage(IServiceProvider services) : IDeveloperPageExceptionFilter
{
    public async Task HandleExceptionAsync(ErrorContext errorContext, Func<ErrorContext, Task> next)
    {
        var http = errorContext.HttpContext;
        foreach (var handler in services.GetServices<IExceptionHandler>())
        {
            if (await handler.TryHandleAsync(http, errorContext.Exception, http.RequestAborted))
                return;
        }
    }
}
