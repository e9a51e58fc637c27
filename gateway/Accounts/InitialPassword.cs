using System.Security.Cryptography;

namespace Meida.Gateway.Accounts;

/// <summary>A password made for somebody else, to be read out and changed at once.</summary>
internal static class InitialPassword
{
    // Without what is mistaken for something else.
    private const string Signs = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int Groups = 4;
    private const int GroupLength = 5;

    public static string Generate() => string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Signs, GroupLength)));
}
