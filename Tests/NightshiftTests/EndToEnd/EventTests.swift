import Foundation
import SandboxAPI
import TestTools
import Testing

extension EndToEnd {
  @Suite struct EventTests {
    private func site(jobs: Int, _ change: (inout Scenario) -> Void = { _ in }) throws -> Site {
      var scenario = Scenario()
      scenario.latency = .fixed(.seconds(0.01))
      change(&scenario)
      let site = try Site(jobs: jobs, scenario)
      site.options = ["--plan", "none", "--concurrency", "2"]
      return site
    }

    private func events(_ site: Site) -> [[String: Any]] {
      var complaints: [String] = []
      let events = Checker.objects("\(site.folder.path)/events", &complaints)
      #expect(complaints == [])
      return events
    }

    private func names(_ site: Site) -> [String] {
      events(site).map { $0["event"] as? String ?? "?" }
    }

    @Test func `the end is an event with the counts of the jobs`() throws {
      let site = try site(jobs: 7)
      let child = try site.run(["--on-event", "cat >> '\(site.folder.path)/events'"])
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      let event = try #require(events(site).first)
      #expect(events(site).count == 1)
      #expect(event["event"] as? String == "finished")
      #expect(event["text"] as? String == "Finished: every job has succeeded.")
      #expect(event["job_files"] as? [String] == [site.file])
      #expect(event["directories"] as? [String] == [site.directory])
      #expect((event["run_ids"] as? [String])?.first?.count == 16)
      #expect(event["jobs"] as? Int == 7 && event["succeeded"] as? Int == 7)
      #expect(event["failed"] as? Int == 0 && event["to_do"] as? Int == 0)
      #expect(event["exit_status"] as? Int == 0 && event["credits_left"] is NSNull)
    }

    @Test func `a low balance and a halt are events`() throws {
      let site = try site(jobs: 20) { $0.credits = 12 }
      let child = try site.run(["--on-event", "cat >> '\(site.folder.path)/events'"])
      #expect(child.wait() == .exit(4), "\(child.standardError)")
      let names = names(site)
      #expect(Set(names) == ["low_balance", "halted"] && names.count >= 2)
      let halted = try #require(events(site).first { $0["event"] as? String == "halted" })
      #expect(halted["exit_status"] as? Int == 4 && halted["to_do"] as? Int == 8)
      #expect(
        (halted["text"] as? String)?.hasPrefix("Halted: insufficient balance. Cause: the balance")
          == true)
    }

    @Test func `an outage and its end are events`() throws {
      let site = try site(jobs: 60) { $0.latency = .fixed(.seconds(0.05)) }
      let child = try site.start(["--on-event", "cat >> '\(site.folder.path)/events'"])
      site.waitForRequests(6, of: child)
      let port = site.server.port
      site.server.stop()
      while !names(site).contains("outage"), child.isRunning { usleep(5000) }
      var scenario = Scenario()
      scenario.latency = .fixed(.seconds(0.01))
      let server = SandboxServer(scenario: scenario, port: port)
      try server.start()
      defer { server.stop() }
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(Set(names(site)) == ["outage", "recovered", "finished"])
      #expect(site.complaints == [])
    }

    @Test func `a signal causes no event`() throws {
      let site = try site(jobs: 400)
      let child = try site.start(["--on-event", "cat >> '\(site.folder.path)/events'"])
      site.waitForRequests(5, of: child)
      child.signal(SIGINT)
      #expect(child.wait() == .exit(130))
      #expect(events(site).count == 0)
    }

    @Test func `a command that hangs does not delay the run, and is killed at its end`() throws {
      let site = try site(jobs: 12) { $0.credits = 14 }
      let pids = "\(site.folder.path)/pids"
      let child = try site.start(["--on-event", "echo $$ >> '\(pids)'; sleep 1000; true"])
      while Checker(site.directory).results.count < 12, child.isRunning { usleep(5000) }
      #expect(child.isRunning)
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(
        child.standardError.contains(
          "warning: --on-event: the command for 'finished' took too long and was killed. "
            + "The run is not affected. This warning is shown once for each kind of event.\n"),
        "\(child.standardError)")
      let started = try String(contentsOfFile: pids, encoding: .utf8).split(separator: "\n")
        .compactMap { pid_t($0) }
      #expect(started.count >= 2)
      for process in started { #expect(Self.living(inGroup: process) == []) }
    }

    /// The processes of a group. Zombies, which have ended, are left out.
    private static func living(inGroup group: pid_t) -> [String] {
      let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
      return all.filter { process in
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
          let end = text.lastIndex(of: ")")
        else { return false }
        let fields = text[end...].split(separator: " ").dropFirst()
        return fields.first != "Z" && fields.dropFirst(2).first == "\(group)"
      }
    }

    @Test func `a failing command causes one warning for each kind of event`() throws {
      let site = try site(jobs: 20) { $0.credits = 12 }
      let child = try site.run([
        "--on-event", "cat >> '\(site.folder.path)/events'; echo 'no \u{1B}[31mmailer' >&2; exit 7",
      ])
      #expect(child.wait() == .exit(4))
      #expect(names(site).filter { $0 == "low_balance" }.count > 1)
      let warnings = child.standardError.split(separator: "\n").filter {
        $0.contains("--on-event:")
      }
      #expect(
        warnings.sorted()
          == ["halted", "low_balance"].map {
            "warning: --on-event: the command for '\($0)' ended with status 7 (no \\x1b[31mmailer). "
              + "The run is not affected. This warning is shown once for each kind of event."
          })
    }

    @Test func `the key is not in the command's environment`() throws {
      let canary = Canary()
      let site = try site(jobs: 3) { $0.keys = .only([canary.key]) }
      let child = try site.run(
        ["--on-event", "env > '\(site.folder.path)/env'; cat >> '\(site.folder.path)/events'"],
        environment: [
          "SKILLBOSS_KEY": canary.key, "SKILLBOSS_API_KEY": "sk-another-0123456789",
          "HEADER": "Authorization: Bearer \(canary.key)", "HARMLESS": "yes",
        ])
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(canary.search(site.folder.path, except: []).found == [])
      let text = try String(contentsOfFile: "\(site.folder.path)/env", encoding: .utf8)
      #expect(text.contains("HARMLESS=yes") && !text.contains("SKILLBOSS"))
    }

    /// The text is longer than a pipe's buffer. One command reads it, the others ignore it.
    @Test(arguments: ["cat >> FILE", "true", "exec 0<&-; sleep 0.1", "head -c 5 > /dev/null"])
    func `a long text reaches a command that reads it whole`(command: String) throws {
      let site = try site(jobs: 1)
      let long = String(repeating: "long ", count: 40_000)
      let stub = StubServer { _ in
        let body = StubServer.completion("Hi.")
        return (200, body.dropLast() + #","_balance_warning":"\#(long)","_remaining_credits":3}"#)
      }
      defer { stub.stop() }
      let child = try site.start(words: [
        BuiltProgram.path, "run", site.file, "--base-url", stub.baseURL, "--progress", "none",
        "--on-event", command.replacing("FILE", with: "'\(site.folder.path)/events'"),
      ])
      #expect(child.wait() == .exit(0))
      #expect(!child.standardError.contains("--on-event"), "\(child.standardError)")
      guard command.hasPrefix("cat") else { return }
      let low = try #require(events(site).first { $0["event"] as? String == "low_balance" })
      #expect((low["text"] as? String)?.contains(long) == true)
    }

    @Test func `a command has a process group of its own`() throws {
      let site = try site(jobs: 2)
      let path = "\(site.folder.path)/group"
      let child = try site.run(["--on-event", "cut -d' ' -f1,5 < /proc/$$/stat > '\(path)'"])
      #expect(child.wait() == .exit(0))
      let numbers = try String(contentsOfFile: path, encoding: .utf8).split {
        $0 == " " || $0 == "\n"
      }
      #expect(numbers.count == 2 && numbers.first == numbers.last)
    }
  }
}
