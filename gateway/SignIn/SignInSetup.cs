using Meida.Gateway.Accounts;
using Meida.Gateway.Data;
using Meida.Gateway.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
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
            .Validate(auth => auth.Lockout.MaxFailures > 0, "Auth:Lockout:MaxFailures must be at least 1.").ValidateOnStart();
        services.AddOptions<SessionOptions>().BindConfiguration("Auth:Session");
        services.AddOptions<SigningKeyOptions>().BindConfiguration("Auth:SigningKeys");

        services.AddHttpContextAccessor();
        services.AddIdentityCore<User>(PasswordRules).AddEntityFrameworkStores<GatewayDbContext>();
        services.AddScoped<PasswordSignIn>();
        services.AddSingleton<LoginAttempts>();
        services.AddSingleton<Sessions>();
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
        services.AddAuthorizationBuilder().AddPolicy(SignedIn, policy => policy
            .AddAuthenticationSchemes(SessionAuthentication.Scheme, JwtBearerDefaults.AuthenticationScheme)
            .RequireAuthenticatedUser());
    }

    // Length is what makes a password hard to guess; rules about signs make it hard to remember.
    private static void PasswordRules(IdentityOptions options)
    {
        options.Password.RequiredLength = 10;
        options.Password.RequiredUniqueChars = 5;
        options.Password.RequireNonAlphanumeric = false;
        options.Password.RequireUppercase = false;
        options.Password.RequireLowercase = false;
        options.Password.RequireDigit = false;
    }
}
