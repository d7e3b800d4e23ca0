namespace WsBroker.EndToEnd.Tests.Clients;

/// <summary>The parts of the chat page that need neither a browser nor a server.</summary>
public sealed class ChatPageTests
{
    [Fact]
    public Task The_modules_of_the_page_keep_their_claims() => NodeDriver.SucceedsAsync("page.mjs");
}
