using Meida.Gateway.Accounts;
using Meida.Gateway.Audit;
using Meida.Gateway.Data;
using Meida.Gateway.Docs;
using Meida.Gateway.Http;
using Meida.Gateway.Keys;
using Meida.Gateway.Pages;
using Meida.Gateway.Proxy;
using Meida.Gateway.Security;
using Meida.Gateway.Seed;
using Meida.Gateway.SignIn;
using Meida.ServiceDefaults;
using Meida.ServiceDefaults.Data;
using Meida.ServiceDefaults.Privacy;

var builder = WebApplication.CreateBuilder(args);
// The pages are found beside the sources too when the environment is not Development.
builder.WebHost.UseStaticWebAssets();
// Its catch-all route turns a wrong method (405) into an unknown path (404).
builder.Configuration["ReloadStaticAssetsAtRuntime"] ??= "false";
builder.AddServiceDefaults();
builder.AddPersonalData();
builder.AddDatabase<GatewayDbContext>("identitydb");
builder.AddSignIn();
builder.Services.AddScoped<AuditSources>();
builder.AddProxy();
builder.AddRateLimits();
builder.LimitRequestSize();
builder.AddJsonCompression();
builder.AddJoinedOpenApi();
builder.AddDevelopmentSeed();

var app = builder.Build();
if (await app.MigrateAndExit<GatewayDbContext>(args))
{
    // The one moment when the gateway may hold the key that its secrets were once sealed with.
    await ResealSecrets.Run(app.Services, app.Logger);
    return 0;
}
if (args.Contains("--reseal"))
    return await ResealSecrets.Run(app.Services, app.Logger);
if (await AddUserCommand.RunAndExit(app, args) is { } exitCode)
    return exitCode;

app.UseTrustedProxies();
app.UseRefusalLog();
app.UseSecurityHeaders();
app.UseHttpsOnly();
app.UseAssetCaching();
app.UseResponseCompression();
app.UseServiceDefaults();
app.UseRequestSizeLimits();
app.UseRateLimiter();
app.Use(AccountGuard.Check);
app.UseCsrfGuard();
app.UseBodyLimits();

app.MapDefaultEndpoints();
app.MapSignIn();
app.MapAccounts();
app.MapSecurityEvents();
app.MapAuditLog();
app.MapProxy();
app.MapWebPages();
app.MapDocs();
await app.RunAsync();
return 0;
