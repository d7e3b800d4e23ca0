using WsBroker.Broker.Access;

namespace WsBroker.Broker.Tests.Access;

public sealed class UserIdTests
{
    [Theory]
    [InlineData("u42", "$user/u42")]
    [InlineData("auth0|5f7c", "$user/auth0|5f7c")]
    [InlineData("a+b@example.org", "$user/a%2Bb@example.org")]
    [InlineData("a/b", "$user/a%2Fb")]
    [InlineData("a%2Fb", "$user/a%252Fb")]
    [InlineData("#", "$user/%23")]
    public void The_inbox_of_a_user_has_two_levels_whatever_its_name(string text, string inbox) =>
        Assert.Equal(inbox, User(text).ToInbox().Text);

    [Fact]
    public void AZ_06_No_two_users_share_an_inbox()
    {
        string[] users = ["a", "A", "a/b", "a%2Fb", "a%252Fb", "a+b", "a%2Bb", "a b", "+", "#", "%", "/", "%2F"];

        Assert.Equal(users.Length, users.Select(static user => User(user).ToInbox()).Distinct().Count());
    }

    [Fact]
    public void AZ_06_No_tenant_and_user_can_be_read_as_another_tenant_and_user()
    {
        (string Tenant, string User)[] pairs =
            [("", "a/b"), ("a/", "b"), ("", "a%2Fb"), ("", "a/b/c"), ("a/", "b/c"), ("a/b/", "c"), ("a/", "b%2Fc"), ("a%2Fb/", "c"), ("", "$user/a/b"), ("a/", "$user/b")];

        UserId[] users = [.. pairs.Select(static pair => User(pair.User, pair.Tenant))];

        Assert.Equal(users.Length, users.Distinct().Count());
        Assert.Equal(users.Length, users.Select(static user => user.ToInbox()).Distinct().Count());
        Assert.All(users, user => Assert.Same(user, Assert.Single(users, one => one.OwnsInbox(user.ToInbox().Text))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("a\r\nb")]
    public void AZ_04_What_can_be_no_level_of_a_topic_is_no_user(string text) => Assert.False(UserId.TryParse(text, tenant: "", out _));

    [Fact]
    public void AZ_04_Half_a_surrogate_pair_is_no_user() => Assert.False(UserId.TryParse("\ud800", tenant: "", out _));

    [Theory]
    [InlineData(249, true)]
    [InlineData(250, false)]
    public void A_user_is_no_longer_than_its_inbox_can_be_named(int length, bool isTaken) =>
        Assert.Equal(isTaken, UserId.TryParse(new string('u', length), tenant: "", out _));

    [Fact]
    public void A_user_owns_its_inbox_and_no_other()
    {
        Assert.True(User("u1").OwnsInbox("$user/u1"));
        Assert.False(User("u1").OwnsInbox("$user/u12"));
        Assert.False(User("u1").OwnsInbox("$user/u1/x"));
        Assert.False(User("u1").OwnsInbox("$user/U1"));
        Assert.False(User("u1").OwnsInbox("u1"));
    }

    private static UserId User(string text, string tenant = "") => UserId.TryParse(text, tenant, out var user) ? user : throw new ArgumentException(text, nameof(text));
}
