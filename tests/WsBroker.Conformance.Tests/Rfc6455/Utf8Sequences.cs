namespace WsBroker.Conformance.Tests.Rfc6455;

/// <summary>Byte sequences that a decoder of UTF-8 gets wrong if it gets any wrong, after Markus Kuhn's stress test.</summary>
internal static class Utf8Sequences
{
    /// <summary>Valid ones (RFC 3629), in hexadecimal.</summary>
    public static readonly string[] Valid =
    [
        // 1: text in use; 2.1, 2.2: the first and last of each length
        "", "CEBAE1BDB9CF83CEBCCEB5", "00", "7F", "C280", "DFBF", "E0A080", "EFBFBF", "F0908080", "F48FBFBF",
        // 2.3: around the holes
        "ED9FBF", "EE8080", "EFBFBD",
        // 5.3 and its like: non-characters are valid; so are NUL and BOM, inside too
        "EFBFBE", "EFBFBF", "EFB790", "EFB7AF", "F09FBFBE", "F09FBFBF", "F0AFBFBE", "F0AFBFBF", "F0BFBFBE", "F0BFBFBF",
        "F18FBFBE", "F18FBFBF", "F19FBFBE", "F19FBFBF", "F1AFBFBE", "F1AFBFBF", "F1BFBFBE", "F1BFBFBF",
        "F28FBFBE", "F28FBFBF", "F29FBFBE", "F29FBFBF", "F2AFBFBE", "F2AFBFBF", "F2BFBFBE", "F2BFBFBF",
        "F38FBFBE", "F38FBFBF", "F39FBFBE", "F39FBFBF", "F3AFBFBE", "F3AFBFBF", "F3BFBFBE", "F3BFBFBF",
        "F48FBFBE", "EFBBBF", "EFBBBF41", "41EFBBBF42", "410042", "4100C28000",
    ];

    /// <summary>Invalid ones, in hexadecimal.</summary>
    public static readonly string[] Invalid =
    [
        // 2.1.5, 2.1.6, 2.2.4 to 2.2.6, 2.3.5: what UTF-8 once had, and what is past its end
        "F888808080", "FC8480808080", "F7BFBFBF", "FBBFBFBFBF", "FDBFBFBFBFBF", "F4908080", "F5808080", "FE8080808080", "FF80808080808080",
        // 3.1: continuations of nothing
        "80", "BF", "80BF", "80BF80", "80BF80BF", "80BF80BF80", "80BF80BF80BF", "80BF80BF80BF80", "80BF80BF80BF80BF",
        "808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBF",
        // 3.2: each first byte with a space after it
        "C020", "C120", "C220", "DF20", "E020", "EF20", "F020", "F720", "F820", "FB20", "FC20", "FD20",
        // 3.3: the last continuation is missing
        "C0", "E080", "F08080", "F8808080", "FC80808080", "DF", "EFBF", "F7BFBF", "FBBFBFBF", "FDBFBFBFBF",
        // 3.4: all of them in a row
        "C0E080F08080F8808080FC80808080DFEFBFF7BFBFFBBFBFBFFDBFBFBFBF",
        // 3.5: bytes that are never used
        "FE", "FF", "FEFEFFFF",
        // 4.1: a slash in more bytes than it needs
        "C0AF", "E080AF", "F08080AF", "F8808080AF", "FC80808080AF",
        // 4.2: the highest that are too long
        "C1BF", "E09FBF", "F08FBFBF", "F887BFBFBF", "FC83BFBFBFBF",
        // 4.3: NUL in more bytes than it needs
        "C080", "E08080", "F0808080", "F880808080", "FC8080808080",
        // 5.1, 5.2: surrogates, alone and in pairs
        "EDA080", "EDADBF", "EDAE80", "EDAFBF", "EDB080", "EDBE80", "EDBFBF",
        "EDA080EDB080", "EDA080EDBFBF", "EDADBFEDB080", "EDADBFEDBFBF", "EDAE80EDB080", "EDAE80EDBFBF", "EDAFBFEDB080", "EDAFBFEDBFBF",
        // Valid text around them hides nothing
        "CEBAE1BDB9CF83CEBCCEB5EDA080656469746564", "CEBAE1BDB9CF83CEBCCEB5F4908080656469746564", "CE", "CEBAE1", "CEBAE1BD",
    ];
}
