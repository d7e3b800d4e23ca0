using WsBroker.Client.Connections;

namespace WsBroker.Client.Tests.Connections;

public sealed class ReconnectPolicyTests
{
    private static readonly ReconnectOptions _options = new()
    {
        FirstDelay = TimeSpan.FromMilliseconds(100),
        MaxDelay = TimeSpan.FromSeconds(1),
        Jitter = () => 0.5,
    };

    [Fact]
    public void Waits_a_part_of_a_bound_that_doubles_up_to_the_longest()
    {
        var policy = new ReconnectPolicy(_options);

        var waits = Enumerable.Range(0, 6).Select(_ => policy.Next(TimeSpan.Zero).TotalMilliseconds).ToArray();

        Assert.Equal((double[])[50, 100, 200, 400, 500, 500], waits);
    }

    [Fact]
    public void Jitter_draws_from_all_of_the_bound()
    {
        var policy = new ReconnectPolicy(_options with { Jitter = () => 0 });

        Assert.Equal(TimeSpan.Zero, policy.Next(TimeSpan.Zero));
    }

    [Fact]
    public void What_the_server_asks_for_comes_before_the_random_part()
    {
        var policy = new ReconnectPolicy(_options);

        Assert.Equal(TimeSpan.FromMilliseconds(2050), policy.Next(TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void Begins_anew_after_a_connection_that_lasted()
    {
        var policy = new ReconnectPolicy(_options);
        policy.Next(TimeSpan.Zero);
        policy.Next(TimeSpan.Zero);

        policy.Reset();

        Assert.Equal(TimeSpan.FromMilliseconds(50), policy.Next(TimeSpan.Zero));
    }

    [Fact]
    public void Never_overflows_however_long_the_server_is_away()
    {
        var policy = new ReconnectPolicy(_options with { FirstDelay = TimeSpan.FromHours(1), MaxDelay = TimeSpan.FromHours(1) });

        var waits = Enumerable.Range(0, 100).Select(_ => policy.Next(TimeSpan.Zero));

        Assert.All(waits, wait => Assert.Equal(TimeSpan.FromMinutes(30), wait));
    }

    [Fact]
    public void The_usual_jitter_is_at_least_zero_and_below_one()
    {
        var jitter = new ReconnectOptions().Jitter;

        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(jitter(), 0, 1 - 1e-9));
    }
}
