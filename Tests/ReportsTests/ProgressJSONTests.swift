import Basics
import BatchRunner
import Foundation
import Reports
import Testing

@Suite struct ProgressJSONTests {
  private let wall = Date(timeIntervalSince1970: 1_795_400_045.204)

  @Test func `every member has its name`() {
    var progress = RunProgress.midway
    progress.creditsLeft = 7.5
    progress.spend.known = Money(nanodollars: 1_250_000_000)
    progress.spend.unpriced = 2
    #expect(
      ProgressJSON.text(progress, at: wall) == #"""
        {"type":"progress","time":"2026-11-23T02:14:05.204Z","jobs":40000,\#
        "succeeded":812,"failed":3,"left":39185,"to_do_at_start":40000,"ended_now":815,\#
        "failed_now":3,"left_now":39185,"in_flight":10,"waiting_to_retry":4,\#
        "attempts":830,"retries":{"429":9,"503":2,"timeout":3},"failures":{"400":2,\#
        "timeout":1},"tokens_in":12345,"tokens_out":45678,"truncated":3,"filtered":0,"empty":0,\#
        "credits_left":7.5,"balance_warnings":0,"spend_usd":1.25,"spend_perhaps_usd":0,\#
        "spend_unknown_usd":0,\#
        "unknown_costs":0,\#
        "unpriced":2,"spend_credits":null,"spend_at_end_usd":null,"limits":{"plan":"starter",\#
        "requests_per_window":60,"window_seconds":60,"tokens_per_window":null,\#
        "requests_per_day":null,"tokens_per_day":null,"margin_seconds":0.5,\#
        "concurrency":10},"jobs_per_minute":58.2,"elapsed_seconds":840,\#
        "remaining_seconds":11520,"stragglers":[],"waiting_models":[],\#
        "waiting":{"for":"rate_window","seconds":12},\#
        "is_draining":false}
        """#)
  }

  @Test func `what is unknown is null`() {
    #expect(
      ProgressJSON.text(.fresh, at: wall) == #"""
        {"type":"progress","time":"2026-11-23T02:14:05.204Z","jobs":7,"succeeded":0,\#
        "failed":0,"left":7,"to_do_at_start":7,"ended_now":0,"failed_now":0,\#
        "left_now":7,"in_flight":2,"waiting_to_retry":0,"attempts":0,"retries":{},\#
        "failures":{},"tokens_in":0,"tokens_out":0,"truncated":0,"filtered":0,"empty":0,"credits_left":null,\#
        "balance_warnings":0,"spend_usd":0,"spend_perhaps_usd":0,\#
        "spend_unknown_usd":0,"unknown_costs":0,\#
        "unpriced":0,\#
        "spend_credits":null,"spend_at_end_usd":null,"limits":{"plan":"free","requests_per_window":10,\#
        "window_seconds":60,"tokens_per_window":null,"requests_per_day":null,\#
        "tokens_per_day":null,"margin_seconds":0.5,"concurrency":2},"jobs_per_minute":0,\#
        "elapsed_seconds":0.8,"remaining_seconds":null,"stragglers":[],"waiting_models":[],\#
        "waiting":null,\#
        "is_draining":false}
        """#)
  }

  @Test func `each straggler has its id, model and age`() {
    var progress = RunProgress.fresh
    progress.stragglers = [
      Straggler(job: "a\u{1B}", model: "m", age: .seconds(12)),
      Straggler(job: "b", model: nil, age: .seconds(10.5)),
    ]
    #expect(
      ProgressJSON.text(progress, at: wall).contains(
        #""stragglers":[{"id":"a\u001b","model":"m","seconds":12},"#
          + #"{"id":"b","model":null,"seconds":10.5}],"#))
  }

  @Test func `each model that waits is there with its time, and the limits of the plan`() {
    var progress = RunProgress.fresh
    progress.waitingModels = [
      ModelWait(model: "a\"", length: .seconds(12)), ModelWait(model: "b", length: .seconds(3600)),
    ]
    progress.limits.tokensPerWindow = 90_000
    progress.limits.requestsPerDay = 1000
    progress.limits.tokensPerDay = 500_000
    let text = ProgressJSON.text(progress, at: wall)
    #expect(
      text.contains(
        #""waiting_models":[{"model":"a\"","seconds":12},{"model":"b","seconds":3600}],"#))
    #expect(
      text.contains(
        #""tokens_per_window":90000,"requests_per_day":1000,"tokens_per_day":500000,"#))
  }

  @Test(
    arguments: [
      (.rateWindow(.milliseconds(1500)), #"{"for":"rate_window","seconds":1.5}"#),
      (.serverLimit(.seconds(48)), #"{"for":"server_limit","seconds":48}"#),
      (
        .outage(since: .seconds(720), reason: "a \"b\"\n\u{1B}\u{9B}é👍", nextProbe: .seconds(30)),
        #"{"for":"outage","since_seconds":720,"reason":"a \"b\"\n\u001b\u009b\u00e9\ud83d\udc4d","#
          + #""next_probe_seconds":30}"#
      ),
      (
        .dailyLimit(.seconds(7500), words: "--rpd allows 9 requests in 24 hours"),
        #"{"for":"daily_limit","seconds":7500,"limit":"--rpd allows 9 requests in 24 hours"}"#
      ),
      (.balance(nextProbe: nil), #"{"for":"balance","next_probe_seconds":null}"#),
    ] as [(Waiting, String)])
  func `each kind of waiting has its own JSON object`(waiting: Waiting, json: String) {
    var progress = RunProgress.fresh
    progress.waiting = waiting
    #expect(ProgressJSON.text(progress, at: wall).contains("\"waiting\":\(json),\"is_draining\""))
  }

  @Test func `numbers that JSON lacks are null`() throws {
    var progress = RunProgress.fresh
    progress.creditsLeft = .nan
    progress.jobsPerMinute = .infinity
    let text = ProgressJSON.text(progress, at: wall)
    #expect(text.contains("\"credits_left\":null"))
    #expect(text.contains("\"jobs_per_minute\":null"))
  }

  @Test func `a parser reads back what was written`() throws {
    var progress = RunProgress.midway
    progress.retries = ["a\"\\\u{2028}\u{1F600}": 2]
    let text = ProgressJSON.text(progress, at: wall)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["retries"] as? [String: Int] == progress.retries)
    #expect(object.count == 37)
  }

  @Test func `a note is an object too`() {
    #expect(ProgressJSON.note("a\nb") == #"{"type":"note","text":"a\nb"}"#)
  }
}
