namespace Meida.Tickets.Assignment;

/// <summary>Section <c>Assignment</c> of the configuration.</summary>
internal sealed class AssignmentOptions
{
    /// <summary>How long Technicians may take before it is asked again; the pause doubles with every try.</summary>
    public TimeSpan StepTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The pause grows no further.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Tries of one step before the saga gives up: about ten minutes with the defaults.</summary>
    public int MaxTries { get; set; } = 14;

    /// <summary>When nobody is free, how long after the first look the second and last one is taken.</summary>
    public TimeSpan SecondLookAfter { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often the next best candidates are asked for when all of an answer were taken meanwhile.</summary>
    public int MaxRounds { get; set; } = 5;

    /// <summary>How long a request waits for its assignment before it answers 202.</summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>An automatic assignment asked for again so soon is the same wish, not a wish for somebody else.</summary>
    public TimeSpan SameWishWithin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>An assignment that has not ended by then is shown to operators.</summary>
    public TimeSpan StuckAfter { get; set; } = TimeSpan.FromMinutes(5);

    public TimeSpan PauseAfter(int tries) =>
        TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, StepTimeout.Ticks << Math.Min(Math.Max(tries - 1, 0), 20)));
}
