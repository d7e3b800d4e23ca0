namespace WsBroker.Conformance.Tests.Autobahn;

/// <summary>The sequences of 6.5 to 6.23, after Markus Kuhn's stress test; invalid ones have an exclamation mark before them.</summary>
internal static class Section6Sequences
{
    private static readonly string[] _groups =
    [
        // 6.5 to 6.7: valid text, its beginnings, the first of each length
        "68656C6C6F24776F726C64 68656C6C6FC2A2776F726C64 68656C6C6FE282AC776F726C64 68656C6C6FF0A4ADA2776F726C64 CEBAE1BDB9CF83CEBCCEB5",
        "!CE CEBA !CEBAE1 !CEBAE1BD CEBAE1BDB9 !CEBAE1BDB9CF CEBAE1BDB9CF83 !CEBAE1BDB9CF83CE CEBAE1BDB9CF83CEBC !CEBAE1BDB9CF83CEBCCE CEBAE1BDB9CF83CEBCCEB5",
        "00 C280 E0A080 F0908080",

        // 6.8 to 6.11: too long, the last of each length, too high, around the holes
        "!F888808080 !FC8480808080",
        "7F DFBF EFBFBF F48FBFBF",
        "!F7BFBFBF !FBBFBFBFBF !FDBFBFBFBFBF",
        "ED9FBF EE8080 EFBFBD F48FBFBF !F4908080",

        // 6.12: continuations of nothing
        "!80 !BF !80BF !80BF80 !80BF80BF !80BF80BF80 !80BF80BF80BF !" + Continuations,

        // 6.13: first bytes with a space behind each
        "!" + C0ToDE + " !E020E120E220E320E420E520E620E720E820E920EA20EB20EC20ED20EE20 !F020F120F220F320F420F520F620 !F820F920FA20 !FC20",

        // 6.14 to 6.16: the last continuation is missing, all of them in a row, bytes that are never used
        "!C0 !E080 !F08080 !F8808080 !FC80808080 !DF !EFBF !F7BFBF !FBBFBFBF !FDBFBFBFBF",
        "!C0E080F08080F8808080FC80808080DFEFBFF7BFBFFBBFBFBFFDBFBFBFBF",
        "!FE !FF !FEFEFFFF",

        // 6.17 to 6.19: more bytes than needed for a slash, for the highest, for NUL
        "!C0AF !E080AF !F08080AF !F8808080AF !FC80808080AF",
        "!C1BF !E09FBF !F08FBFBF !F887BFBFBF !FC83BFBFBFBF",
        "!C080 !E08080 !F0808080 !F880808080 !FC8080808080",

        // 6.20, 6.21: surrogates, alone and in pairs
        "!EDA080 !EDADBF !EDAE80 !EDAFBF !EDB080 !EDBE80 !EDBFBF",
        "!EDA080EDB080 !EDA080EDBFBF !EDADBFEDB080 !EDADBFEDBFBF !EDAE80EDB080 !EDAE80EDBFBF !EDAFBFEDB080 !EDAFBFEDBFBF",

        // 6.22, 6.23: non-characters and specials, which are valid
        "EFBFBE EFBFBF F09FBFBE F09FBFBF F0AFBFBE F0AFBFBF F0BFBFBE F0BFBFBF F18FBFBE F18FBFBF F19FBFBE F19FBFBF F1AFBFBE F1AFBFBF "
        + "F1BFBFBE F1BFBFBF F28FBFBE F28FBFBF F29FBFBE F29FBFBF F2AFBFBE F2AFBFBF F2BFBFBE F2BFBFBF F38FBFBE F38FBFBF F39FBFBE F39FBFBF "
        + "F3AFBFBE F3AFBFBF F3BFBFBE F3BFBFBF F48FBFBE F48FBFBF",
        "EFBFB9 EFBFBA EFBFBB EFBFBC EFBFBD EFBFBE EFBFBF",
    ];

    private const string Continuations =
        "808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBE";

    private const string C0ToDE =
        "C020C120C220C320C420C520C620C720C820C920CA20CB20CC20CD20CE20CF20D020D120D220D320D420D520D620D720D820D920DA20DB20DC20DD20DE20";

    /// <summary>All, with their numbers.</summary>
    public static IEnumerable<(string Id, bool IsValid, byte[] Bytes)> All => _groups.SelectMany(static (group, at) => OfGroup(group, at + 5));

    private static IEnumerable<(string Id, bool IsValid, byte[] Bytes)> OfGroup(string group, int number) =>
        group.Split(' ').Select((text, at) => ($"6.{number}.{at + 1}", !text.StartsWith('!'), Convert.FromHexString(text.TrimStart('!'))));
}
