/// Texts that are right, to be changed.
enum Seeds {
  static let json: [[UInt8]] = [
    #"{"custom_id":"a-1","method":"POST","url":"/v1/chat/completions","body":{"model":"m","messages":[{"role":"user","content":"Hi \u00e9\n\ud83d\ude00"}],"temperature":0.7}}"#,
    #"{"model":"m","custom_id":"ü","messages":[{"role":"user","content":"x"}]}"#,
    #"{"messages":[{"role":"user"}],"model":"m","custom_id":"last"}"#,
    #"{"custom_id":"first","messages":[{"role":"user"}],"model":"m","stream":false}"#,
    #"[0,-0,1.5,-1.5e+10,1E-2,true,false,null,"",[],{},[[]],{"a":{"b":[]}}]"#,
    " \t\r\n{ \"a\" : [ 1 , 2 ] } ",
    #""\"\\\/\b\f\n\r\t\uABCD 漢字 Ωmega 🙂""#,
    "-0.0e-0", "null", "{}",
    #"{"choices":[{"finish_reason":"length"}],"usage":{"prompt_tokens":3}}"#,
    String(repeating: "[", count: 511) + "1" + String(repeating: "]", count: 511),
    #"{"a":"\#(String(repeating: "plain text ", count: 12))","b":"\#(String(repeating: "é", count: 30))"}"#,
  ].map { Array($0.utf8) }

  /// As a run wrote them; their `check` holds for these bytes alone.
  static let outcomes: [[UInt8]] = [
    #"""
    {"id":"d9d3307d585c4d0b-8","custom_id":"job-3","nightshift":{"line":3,"fingerprint":"2939ca6ca0d29a71","attempts":1,"latency_ms":6,"ended_at":"2026-11-23T05:58:29.712Z","check":"0789625095b5649f"},"response":{"status_code":200,"request_id":"","body":{"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [{"index": 0, "message": {"role": "assistant", "content": "a3"}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}}},"error":null}
    """#,
    #"""
    {"id":"d9d3307d585c4d0b-6","custom_id":"job-4","nightshift":{"line":4,"fingerprint":"3647f82d33dad372","attempts":1,"latency_ms":15,"ended_at":"2026-11-23T05:58:29.720Z","check":"a9591ca01c1509a7"},"response":{"status_code":200,"request_id":"","body":{"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [{"index": 0, "message": {"role": "assistant", "content": "a4"}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}}},"error":null}
    """#,
  ].map { Array($0.utf8) }

  static let journal: [[UInt8]] = [
    #"{"e":"began","boot":"b","version":"1","plan":"none","rpm":null,"concurrency":3,"window_s":60.0,"jobs":12,"to_do":12,"at":"2026-11-23T05:58:27.783Z"}"#,
    #"{"e":"start","a":1,"line":1,"sent_before":0,"custom_id":"job-1","at":"2026-11-23T05:58:27.783Z"}"#,
    #"{"e":"end","a":5,"left_ms":15736647,"in":3,"out":2,"ms":29,"status":200,"unpriced":1,"verdict":"succeeded","at":"2026-11-23T05:58:29.689Z"}"#,
    #"{"e":"end","a":6,"left_ms":0,"in":0,"out":0,"ms":2,"status":0,"nanousd":12000,"paid":"maybe","verdict":"again: timeout","at":"2026-11-23T05:58:29.689Z"}"#,
    #"{"e":"synced","results":6158,"failures":0,"unusable":0,"journal":4607}"#,
    #"{"e":"event","kind":"outage","text":"the service does not work","at":"2026-11-23T05:58:29.7Z"}"#,
    #"{"e":"stopped","status":0,"state":"finished","text":"","at":"2026-11-23T05:58:29.894Z"}"#,
  ].map { Array($0.utf8) }
}
