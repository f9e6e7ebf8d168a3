import Basics
import Testing

@testable import BatchRunner

@Suite struct PatternTests {
  private static func pattern(_ text: String) throws -> Pattern { try Pattern(JSONText(text)) }

  /// A pattern, texts that match, and texts that do not.
  @Test(
    arguments: [
      ("", ["", "a"], []), ("abc", ["abc", "xabcx"], ["ab", "ABC"]),
      ("^abc$", ["abc"], ["abcd", "abc\n"]),
      ("a|b|", ["x"], []), ("^(a|bc)+$", ["abca", "bc"], ["ac", ""]),
      ("^(|a)$", ["", "a"], ["aa"]),
      ("^a*b+c?$", ["b", "aabbc"], ["ac", "abcc"]), ("^a*?b+?c??$", ["b", "aabbc"], ["ac"]),
      ("^a{2}$", ["aa"], ["a", "aaa"]), ("^a{2,}$", ["aa", "aaaa"], ["a"]),
      ("^a{0,2}$", ["", "aa"], ["aaa"]), ("^a{2,3}?$", ["aaa"], ["aaaa"]),
      ("^(ab){2}$", ["abab"], ["ab"]),
      ("^a{0}$", [""], ["a"]), ("^(a?){3}$", ["", "aaa"], ["aaaa"]),
      ("^(a*)*$", ["", "aa"], ["b"]),
      ("^a{,b}$", ["a{,b}"], ["ab"]), ("^{a}$", ["{a}"], []), ("^a{x$", ["a{x"], []),
      ("^]$", ["]"], []),
      (".", ["a", "😀", "\u{85}"], ["\n", "\r", "\u{2028}", "\u{2029}", ""]),
      ("^.$", ["😀", "é"], ["e\u{301}"]),
      ("[abc]", ["b"], ["d"]), ("[^abc]", ["d", "\n"], ["a", ""]),
      ("^[a-cx-z]+$", ["abxyz"], ["d"]),
      ("[]", [], ["", "a"]), ("^[^]$", ["\n", "a"], [""]), ("^[-a]+$", ["-a"], ["b"]),
      ("^[a-]+$", ["a-"], ["b"]),
      ("^[+-\\d]+$", ["+-5"], ["x", ","]), ("^[\\w-.]+$", ["a-b.c"], ["a b"]),
      ("^[\\w.%+-]+@x$", ["a+b@x"], ["@x"]),
      ("[[]", ["["], ["]"]), ("[\\]\\\\^-]", ["]", "\\", "^", "-"], ["["]),
      ("^[!--]$", ["!", "-", "#"], ["."]),
      ("^[😀-😎]$", ["😃"], ["😏"]), ("^[\\ud83d\\ude00]$", ["😀"], ["x"]),
      ("^\\d+$", ["0123456789"], ["a", "\u{661}", ""]), ("^\\D$", ["a", "\u{661}"], ["5"]),
      ("^\\w+$", ["aZ_09"], ["é", "-", "ſ"]), ("^\\W$", ["é", "-"], ["_"]),
      (
        "^\\s+$", [" \t\n\u{B}\u{C}\r\u{A0}\u{FEFF}\u{2003}\u{2028}\u{3000}\u{1680}"],
        ["\u{200B}", "\u{85}", "\u{180E}"]
      ),
      ("^\\S$", ["a", "\u{200B}"], [" "]), ("^[^\\s\\d]+$", ["abc"], ["a1", "a b"]),
      ("^[\\D]$", ["a"], ["1"]),
      ("\\bcat\\b", ["cat", "a cat."], ["cats", "acat"]), ("\\Bcat", ["acat"], ["cat"]),
      ("\\b", ["a"], ["", "-", "é"]), ("^\\B$", [""], ["a"]), ("[\\b]", ["\u{8}"], ["b"]),
      ("^\\t\\n\\v\\f\\r\\0$", ["\t\n\u{B}\u{C}\r\0"], []), ("^\\cJ\\cj$", ["\n\n"], []),
      ("^\\x41\\u00e9\\u{1F600}\\ud83d\\ude00$", ["Aé😀😀"], []),
      ("^\\^\\$\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\/\\\\$", ["^$.*+?()[]{}|/\\"], []),
      ("^\\-\\_\\@\\ $", ["-_@ "], []), ("^[\\-\\.\\@]$", ["-", ".", "@"], ["x"]),
      ("^(?:ab)+$", ["abab"], ["aba"]), ("^(?<year>\\d{4})$", ["2026"], ["26"]),
      ("^(?P<n_1>a)$", ["a"], []),
      ("^\\p{L}+$", ["aéЖ漢"], ["1", "a1"]), ("^\\p{Letter}+$", ["aé"], ["1"]),
      ("^\\P{L}+$", ["12-"], ["a"]),
      ("^\\p{Lu}\\p{Ll}$", ["Éé"], ["éÉ"]), ("^\\p{gc=Nd}\\p{digit}$", ["5\u{661}"], ["½5"]),
      ("^[\\p{L}\\p{N}_-]+$", ["größe_2"], ["a b"]), ("^[^\\p{L}]$", ["1"], ["a"]),
      ("^[\\P{L}a]$", ["1", "a"], ["b"]),
      ("^\\p{Script=Greek}+$", ["αβγ"], ["abc"]), ("^\\p{sc=Han}$", ["漢"], ["か"]),
      ("^\\p{sc=Hira}$", ["か"], ["漢"]),
      ("^\\p{Emoji_Presentation}$", ["😀"], ["a", "1"]), ("^\\p{ASCII}+$", ["a~"], ["é"]),
      ("^\\p{Any}$", ["\u{10FFFF}"], []),
      ("^\\p{Uppercase}\\p{Alphabetic}\\p{White_Space}$", ["Aa "], ["aa "]),
      ("^\\p{punct}$", ["!"], ["+"]),
      ("^x|y$", ["xa", "ay"], ["ax", "ya"]), ("(^a|b)c", ["ac", "xbc"], ["xac"]),
      ("a^b|c", ["c"], ["ab"]),
      ("a$b", [], ["ab"]), ("(a$|b)", ["xa", "bx"], ["ax"]),
    ] as [(String, [String], [String])])
  func `a pattern matches these texts and no others`(
    text: String, matching: [String], others: [String]
  ) throws {
    let pattern = try Self.pattern(text)
    for sample in matching { #expect(pattern.matches(JSONText(sample)), "\(sample)") }
    for sample in others { #expect(!pattern.matches(JSONText(sample)), "\(sample)") }
  }

  @Test(arguments: [
    ("(a)\\1", "a back-reference \\1 is not supported"),
    ("(?<a>b)\\k<a>", "a back-reference \\k is not supported"),
    ("(?P=a)", "a back-reference (?P= is not supported"),
    ("a(?=b)", "look-ahead (?= is not supported"),
    ("^(?!b)", "negative look-ahead (?! is not supported"),
    ("(?<=a)b", "look-behind (?<= is not supported"),
    ("(?<!a)b", "negative look-behind (?<! is not supported"),
    ("(?>a)", "an atomic group (?> is not supported"),
    ("(?i)a", "the group (?i is not supported"), ("(?#x)", "a comment (?# is not supported"),
    ("a++", "a possessive quantifier is not supported"),
    ("\\Aa\\Z", "the escape \\A is not supported"),
    ("\\a", "the escape \\a is not supported"), ("\\07", "an octal escape \\0 is not supported"),
    ("\\p{Klingon}", "the property \\p{Klingon} is not supported"), ("\\pL", "\\p without '{'"),
    ("\\p{scx=Greek}", "the property \\p{scx=Greek} is not supported"),
    ("\\p{L", "a '{' without '}' after \\p"),
    ("[[:alpha:]]", "a class inside a class [: is not supported"),
    ("[a&&b]", "an intersection of classes && is not supported"),
    ("[\\w--\\d]", "a difference of classes -- is not supported"),
    ("a{,3}", "a repetition without its least count {, is not supported"),
    ("a{2,1}", "a range out of order in {}"), ("[b-a]", "a range out of order in a class"),
    ("[\\B]", "\\B in a class"),
    ("*a", "nothing to repeat before '*'"), ("a|+", "nothing to repeat before '+'"),
    ("{2}", "nothing to repeat before '{'"),
    ("a**", "nothing to repeat before '*'"), ("a{2}{3}", "nothing to repeat before '{'"),
    ("^*", "nothing to repeat before '*'"),
    ("a???", "nothing to repeat before '?'"),
    ("(a", "a '(' without ')'"), ("a)", "a ')' without '('"), ("[a", "a '[' without ']'"),
    ("[]a]", "a ']' without '['"),
    ("a\\", "it ends with a backslash"), ("\\x4", "\\x without its hexadecimal digits"),
    ("\\u12g4", "\\u without its hexadecimal digits"),
    ("\\u{110000}", "\\u{} without a code point"), ("\\u{}", "\\u{} without a code point"),
    ("\\c1", "\\c without a letter"),
    ("(?<1>a)", "'1' is not a group's name"), ("(?<a", "a group's name without '>'"),
    ("(?<>a)", "'' is not a group's name"),
    ("a{20000}", "it needs more than 5000 steps"),
    ("((a{100}){100}){100}", "it needs more than 5000 steps"),
    ("a{99999999999999999999}", "it needs more than 5000 steps"),
  ])
  func `a pattern that is not understood is refused by name`(text: String, clause: String) {
    #expect {
      _ = try Self.pattern(text)
    } throws: { ($0 as? PatternProblem)?.clause == clause }
  }

  @Test func `groups have a greatest depth`() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "(", count: depth) + "a" + String(repeating: ")", count: depth)
    }
    #expect(try Self.pattern(nested(100)).matches(JSONText("a")))
    #expect(throws: PatternProblem.nestedTooDeeply) { _ = try Self.pattern(nested(101)) }
    #expect(throws: PatternProblem.nestedTooDeeply) { _ = try Self.pattern(nested(100_000)) }
  }

  /// With backtracking, each of these would take longer than a night.
  @Test(arguments: [
    "(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(.*)*b", "^(([a-z])+.)+[A-Z]$", "(x+x+)+y",
    "^(a?){30}a{30}$b",
    "(a*)*(a*)*(a*)*$", "^(\\w+\\s?)*$", "((a{1,30}){1,30})$",
  ])
  func `no text takes a hostile pattern long`(text: String) throws {
    let pattern = try Self.pattern(text)
    let size = text.contains("{1,30}") ? 500 : 100_000
    _ = pattern.matches(JSONText(String(repeating: "a", count: size) + "!"))
    _ = pattern.matches(JSONText(String(repeating: "x", count: size)))
  }

  @Test func `half a surrogate pair is a character of its own`() throws {
    let text = Array(#"\ud83d"#.utf8).withUnsafeBytes { JSONText($0) }
    #expect(try Self.pattern("^.$").matches(text))
    #expect(try Self.pattern("^\\ud83d$").matches(text))
    #expect(try Self.pattern("^\\p{Cs}$").matches(text))
    #expect(try !Self.pattern("\\p{L}").matches(text))
  }
}
