using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Topics;

public sealed class TopicNameTests
{
    public static TheoryData<string, TopicProblem> Names => new()
    {
        { "a", TopicProblem.None },
        { "/", TopicProblem.None },
        { "//a//", TopicProblem.None },
        { "chat/room 1/\u00E9\U0001F600", TopicProblem.None },
        { "$user/7", TopicProblem.None },
        { "", TopicProblem.Empty },
        { new string('a', 255), TopicProblem.None },
        { new string('a', 256), TopicProblem.TooLong },
        { new string('\u00E9', 127) + "a", TopicProblem.None },
        { new string('\u00E9', 128), TopicProblem.TooLong },
        { string.Join('/', Enumerable.Repeat("a", 32)), TopicProblem.None },
        { string.Join('/', Enumerable.Repeat("a", 33)), TopicProblem.TooManyLevels },
        { string.Join('/', Enumerable.Repeat("a", 10_000)), TopicProblem.TooLong },
        { new string('/', 31), TopicProblem.None },
        { new string('/', 32), TopicProblem.TooManyLevels },
        { "a\0b", TopicProblem.ControlCharacter },
        { "a\nb", TopicProblem.ControlCharacter },
        { "a\u007F", TopicProblem.ControlCharacter },
        { "a\u0085", TopicProblem.ControlCharacter },
        { "a/+", TopicProblem.WildcardInName },
        { "a#", TopicProblem.WildcardInName },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void AZ_04_Is_valid_or_says_what_is_wrong(string text, TopicProblem expected)
    {
        var isValid = TopicName.TryParse(text, out var name, out var problem);

        Assert.Equal(expected, problem);
        Assert.Equal(expected is TopicProblem.None, isValid);
        Assert.Equal(isValid ? text : null, name?.Text);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_Unicode()
    {
        // Not rows of the theory above, whose runner hands text on as UTF-8
        foreach (var text in (string[])["a\uD800", "\uDC00a", "\uDC00\uD800"])
        {
            Assert.False(TopicName.TryParse(text, out _, out var problem));
            Assert.Equal(TopicProblem.NotUnicode, problem);
        }
    }

    [Fact]
    public void Is_equal_by_its_characters_and_case_matters()
    {
        Assert.Equal(Sample.Topic("a/b"), Sample.Topic("a/b"));
        Assert.Equal(Sample.Topic("a/b").GetHashCode(), Sample.Topic("a/b").GetHashCode());
        Assert.NotEqual(Sample.Topic("a/b"), Sample.Topic("a/B"));
        Assert.NotEqual(Sample.Topic("a/"), Sample.Topic("a"));
    }

    [Theory]
    [InlineData("$user/1", true)]
    [InlineData("user/$1", false)]
    public void Belongs_to_the_broker_if_it_begins_with_a_dollar(string text, bool expected) =>
        Assert.Equal(expected, Sample.Topic(text).IsSystem);

    [Fact]
    public void Every_problem_has_a_sentence_that_says_what_is_allowed()
    {
        var sentences = Enum.GetValues<TopicProblem>().Select(TopicProblemText.Describe).ToList();

        Assert.All(sentences, Assert.NotEmpty);
    }
}
