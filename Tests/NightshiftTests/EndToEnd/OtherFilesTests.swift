import Basics
import Foundation
import TestTools
import Testing

extension EndToEnd {
  /// Job files and datasets as other programs write them.
  @Suite struct OtherFilesTests {
    private let folder = TemporaryFolder()

    private func run(_ words: String..., name: String) throws -> Child {
      let child = try Child([BuiltProgram.path] + words, in: folder.path, name: name)
      child.wait()
      return child
    }

    @Test func `batch lines for Anthropic are named, converted, and run`() throws {
      let batch = try folder.file(
        "b.jsonl",
        #"{"custom_id":"a","params":{"model":"claude-4-5-sonnet","max_tokens":5,"system":"S","#
          + #""messages":[{"role":"user","content":"hi"}]}}"# + "\n")
      let checked = try run("check", batch, name: "check")
      #expect(checked.wait() == .exit(65))
      #expect(
        checked.standardError.hasSuffix(
          " help: Make chat requests out of them: nightshift prepare --from anthropic \(batch) -o "
            + "NEW\n"), "\(checked.standardError)")
      let jobs = folder.path + "/j.jsonl"
      let made = try run("prepare", "--from", "anthropic", batch, "-o", jobs, name: "made")
      #expect(made.wait() == .exit(0), "\(made.standardError)")
      #expect(made.standardError.hasPrefix("note: first request: {\"model\":"))
      #expect(!FileManager.default.fileExists(atPath: jobs + ".prepare.json"))
      let ran = try run("run", jobs, "--sandbox", "--plan", "none", name: "run")
      #expect(ran.wait() == .exit(0), "\(ran.standardError)")

      let other = try folder.file(
        "o.jsonl",
        #"{"custom_id":"a","params":{"model":"m","thinking":{"type":"enabled"},"messages":["#
          + #"{"role":"user","content":"hi"}]}}"# + "\n")
      let refused = try run("prepare", "--from", "anthropic", other, "-o", "x", name: "refused")
      #expect(refused.wait() == .exit(65))
      #expect(
        refused.standardError
          == "error: \(other):1:51: the member 'thinking' has no counterpart in a chat request.\n"
          + "error: \(other): 1 problem; no file was written.\n"
          + " help: Leave it out, or write the chat request yourself.\n")
    }

    @Test func `check, estimate and run tell of members that few servers take`() throws {
      let jobs = try folder.file(
        "j.jsonl",
        #"{"model":"m","original_row":1,"temperature":null,"messages":[{"role":"user","content":"x"}]}"#
          + "\n")
      let notes =
        "note: \(jobs): 1 member of its bodies is null ('temperature'), which some servers refuse. "
        + "To leave such members out: nightshift prepare --from openai FILE --drop-null -o NEW\n"
        + "note: \(jobs): 1 member of its bodies is not part of the chat API ('original_row'); it is "
        + "sent as it stands, and some servers refuse the request.\n"
      for words in [
        ["check"], ["estimate", "--plan", "none"], ["run", "--sandbox", "--plan", "none"],
      ] {
        let child = try Child(
          [BuiltProgram.path] + words + [jobs], in: folder.path, name: words[0])
        #expect(child.wait() == .exit(0), "\(child.standardError)")
        #expect(child.standardError.contains(notes), "\(words): \(child.standardError)")
      }
    }

    @Test func `options add to the requests of a prompt`() throws {
      let data = try folder.file("d.csv", "a\nx\n")
      let prompt = try folder.file("p.txt", "{{a}}\n")
      let system = try folder.file("s.txt", "Be {{a}}.\n")
      func prepare(_ words: [String], _ template: String, name: String) throws -> Child {
        let child = try Child(
          [BuiltProgram.path, "prepare", data, "--template", template, "-o", "-"] + words,
          in: folder.path, name: name)
        child.wait()
        return child
      }
      let options = ["--system-file", system, "--max-tokens", "5", "--set", #"user="ann""#]
      let made = try prepare(options + ["--model", "m"], prompt, name: "made")
      #expect(made.wait() == .exit(0), "\(made.standardError)")
      #expect(
        made.standardOutput.hasSuffix(
          #""body":{"model":"m","messages":[{"role":"system","content":"Be x."},{"role":"user","#
            + #""content":"x"}],"max_tokens":5,"user":"ann"}}"# + "\n"), "\(made.standardOutput)")
      let body = try folder.file(
        "b.json", #"{"model":"m","messages":[{"role":"user","content":"{{a}}"}]}"#)
      let refused = try prepare(["--max-tokens", "5"], body, name: "refused")
      #expect(refused.wait() == .exit(64))
      #expect(
        refused.standardError
          == "error: --max-tokens is only for prompts, but '\(body)' is a request body.\n"
          + " help: Put it in the template, and leave out the option.\n")
    }
  }
}
