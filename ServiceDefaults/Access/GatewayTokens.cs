using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Meida.ServiceDefaults.Access;

/// <summary>Validation of the gateway's tokens against the keys it publishes; nothing else proves who a caller is.</summary>
internal static class GatewayTokens
{
    public static void AddGatewayTokens(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IConfigurationManager<OpenIdConnectConfiguration>, GatewayKeys>();
        builder.Services.AddSingleton<ClientAddressProof>();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IConfigurationManager<OpenIdConnectConfiguration>, TimeProvider>((options, keys, clock) =>
            {
                options.MapInboundClaims = false;
                options.ConfigurationManager = keys;
                options.TimeProvider = clock;
                options.TokenValidationParameters = new TokenValidationParameters
                {
                    ValidIssuer = TokenClaims.Issuer,
                    ValidAudience = TokenClaims.Audience,
                    ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
                    NameClaimType = TokenClaims.UserName,
                    RoleClaimType = TokenClaims.Role,
                    ClockSkew = TimeSpan.FromSeconds(30),
                    LifetimeValidator = (notBefore, expires, _, parameters) =>
                    {
                        var now = clock.GetUtcNow().UtcDateTime;
                        return expires is { } end && end > now - parameters.ClockSkew
                            && (notBefore is not { } start || start <= now + parameters.ClockSkew);
                    },
                };
            });
    }
}
