using Meida.Gateway.Accounts;
using Meida.Gateway.Data;
using Meida.Gateway.Keys;
using Meida.Gateway.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Meida.Gateway.SignIn;

/// <summary>Everything that signing in needs.</summary>
internal static class SignInSetup
{
    public const string SignedIn = "signed-in";

    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<AuthOptions>().BindConfiguration("Auth")
            .Validate(auth => auth.Lockout is { MaxFailures: > 0, MaxFailuresPerAddress: > 0, MaxFailuresPerAccount: > 0 }, "The limits of Auth:Lockout must be at least 1.")
            .Validate(auth => IsShort(auth.TokenLifetime) && IsShort(auth.ForwardedTokenLifetime), "Auth:TokenLifetime and Auth:ForwardedTokenLifetime must be at most 5 minutes.")
            .ValidateOnStart();
        services.AddOptions<SessionOptions>().BindConfiguration("Auth:Session");
        services.AddOptions<SigningKeyOptions>().BindConfiguration("Auth:SigningKeys");

        services.AddHttpContextAccessor();
        services.AddIdentityCore<User>(PasswordLength).AddEntityFrameworkStores<GatewayDbContext>().AddPasswordValidator<LeakedPasswords>();
        services.Configure<PasswordHasherOptions>(hashing => hashing.IterationCount = PasswordCheck.Rounds);
        services.AddScoped<PasswordCheck>();
        services.AddSingleton<PasswordGate>();
        services.AddScoped<SecondFactor>();
        services.AddScoped<PasswordSignIn>();
        services.AddSingleton<LoginAttempts>();
        services.AddSingleton<AccountStates>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<SecurityLog>();
        services.AddHostedService(provider => provider.GetRequiredService<SecurityLog>());
        services.AddHostedService<SessionCleanup>();
        services.AddHttpClient<TechnicianLink>(client => client.BaseAddress = new Uri("http://technicians"));

        services.AddSingleton<SigningKeys>();
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<IConfigurationManager<OpenIdConnectConfiguration>, OwnKeys>();

        // It tells of every request that is not signed in.
        builder.Logging.AddFilter(typeof(SessionAuthentication).FullName, LogLevel.Warning);

        // Forwarded requests are only asked for a session: the service they go to checks their Bearer token.
        services.AddAuthentication(SessionAuthentication.Scheme)
            .AddScheme<AuthenticationSchemeOptions, SessionAuthentication>(SessionAuthentication.Scheme, null);
        services.Configure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, bearer => bearer.Events = AccountGuard.TokenEvents());
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccountGuard>();
        services.AddAuthorizationBuilder().AddPolicy(SignedIn, policy => policy
            .AddAuthenticationSchemes(SessionAuthentication.Scheme, JwtBearerDefaults.AuthenticationScheme)
            .RequireAuthenticatedUser());
    }

    private static bool IsShort(TimeSpan lifetime) => lifetime > TimeSpan.Zero && lifetime <= AuthOptions.LongestTokenLifetime;

    // Length is what makes a password hard to guess; rules about signs make it hard to remember.
    private static void PasswordLength(IdentityOptions options)
    {
        options.Password.RequiredLength = 12;
        options.Password.RequiredUniqueChars = 5;
        options.Password.RequireNonAlphanumeric = false;
        options.Password.RequireUppercase = false;
        options.Password.RequireLowercase = false;
        options.Password.RequireDigit = false;
    }
}
