using Meida.LocalHosting.Processes;

namespace Meida.LocalHosting.Servers;

/// <summary>The machine's RabbitMQ programs: the real scripts, not the wrappers of /usr/sbin, which change user and directory.</summary>
internal sealed record RabbitMqPrograms(string Server, string Control, string Epmd)
{
    private const string Advice = "install it, on Debian or Ubuntu with 'apt-get install rabbitmq-server', or run ./run as root, which does it";

    public static RabbitMqPrograms Find()
    {
        const string scripts = "/usr/lib/rabbitmq/bin";
        if (!File.Exists($"{scripts}/rabbitmq-server"))
            throw new MissingToolException($"The RabbitMQ server is missing: {Advice}.");
        return new RabbitMqPrograms($"{scripts}/rabbitmq-server", $"{scripts}/rabbitmqctl", Tools.Need("epmd", "erlang-base"));
    }
}
