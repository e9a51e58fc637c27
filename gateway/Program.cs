using Meida.Gateway.Accounts;
using Meida.Gateway.Data;
using Meida.Gateway.Docs;
using Meida.Gateway.Http;
using Meida.Gateway.Pages;
using Meida.Gateway.Proxy;
using Meida.Gateway.Security;
using Meida.Gateway.Seed;
using Meida.Gateway.SignIn;
using Meida.ServiceDefaults;
using Meida.ServiceDefaults.Data;

if (await MigrateCommand.NothingToMigrate<GatewayDbContext>(args, "identitydb"))
    return 0;

var builder = WebApplication.CreateBuilder(args);
// The pages are found beside the sources too when the environment is not Development.
builder.WebHost.UseStaticWebAssets();
// Its catch-all route turns a wrong method (405) into an unknown path (404).
builder.Configuration["ReloadStaticAssetsAtRuntime"] ??= "false";
builder.AddServiceDefaults();
builder.AddDatabase<GatewayDbContext>("identitydb");
builder.AddSignIn();
builder.AddProxy();
builder.AddRateLimits();
builder.LimitRequestSize();
builder.AddJsonCompression();
builder.AddJoinedOpenApi();
builder.AddDevelopmentSeed();

var app = builder.Build();
if (await app.MigrateAndExit<GatewayDbContext>(args))
    return 0;
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
app.MapProxy();
app.MapWebPages();
app.MapDocs();
await app.RunAsync();
return 0;
