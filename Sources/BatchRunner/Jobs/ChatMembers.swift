/// The names of the members that a chat request may have.
enum ChatMembers {
  /// Whether the chat API, or some service or server with extensions of its own, knows the member.
  /// The list is generous: a name that is missing here makes a note, and nothing else.
  static func knows(_ name: String) -> Bool {
    names.contains(name) || prefixes.contains { name.hasPrefix($0) }
  }

  private static let prefixes = ["guided_", "dry_", "xtc_", "dynatemp_", "mirostat", "litellm_"]

  private static let names = Set(
    """
    messages model audio frequency_penalty function_call functions logit_bias logprobs
    max_completion_tokens max_tokens metadata modalities moderation n parallel_tool_calls prediction
    presence_penalty prompt_cache_key prompt_cache_options prompt_cache_retention reasoning_effort
    response_format safety_identifier seed service_tier stop store stream stream_options temperature
    tool_choice tools top_logprobs top_p user verbosity web_search_options

    top_k min_p top_a typical_p tfs_z repetition_penalty repeat_penalty repeat_last_n penalize_nl
    length_penalty stop_token_ids stop_regex include_stop_str_in_output no_stop_trim ignore_eos
    min_tokens skip_special_tokens spaces_between_special_tokens truncate_prompt_tokens
    prompt_logprobs echo add_generation_prompt continue_final_message add_special_tokens documents
    chat_template chat_template_kwargs mm_processor_kwargs structural_tag structured_outputs
    priority request_id rid logits_processors return_tokens_as_token_ids return_token_ids cache_salt
    kv_transfer_params vllm_xargs allowed_token_ids bad_words best_of use_beam_search
    regex ebnf lora_path lora session_params separate_reasoning stream_reasoning
    return_hidden_states include_reasoning thinking_token_budget

    cache_prompt grammar json_schema n_predict n_probs n_keep id_slot samplers reasoning_format
    thinking_forced_open t_max_predict_ms post_sampling_probs timings_per_token return_progress
    parse_tool_calls keep_alive options think format num_ctx num_predict ttl draft_model

    provider providers models route transforms plugins reasoning usage session_id trace debug
    image_config preset prompt web_search safe_prompt random_seed prompt_mode thinking
    thinking_budget enable_thinking preserve_thinking enable_search search_options
    incremental_output translation_options vl_high_resolution_images result_format do_sample
    user_id sensitive_word_check tool_stream mask_sensitive_info reasoning_split
    search_domain_filter search_recency_filter search_mode search_type search_after_date_filter
    search_before_date_filter last_updated_after_filter last_updated_before_filter
    search_language_filter search_parameters return_images return_related_questions
    return_citations disable_search language_preference image_domain_filter image_format_filter
    num_search_results enable_search_classifier deferred include_domains exclude_domains
    search_settings compound_custom citation_options disable_tool_validation safety_model
    context_length_exceeded_behavior compliance prompt_truncate_len prompt_cache_max_len
    prompt_cache_isolation_key raw_output perf_metrics_in_response speculation reasoning_history
    data_sources dataSources enhancements user_security_context extra_body extra_headers
    extra_query google cached_content cache_control drop_params fallbacks timeout num_retries
    api_base api_version custom_llm_provider guardrails tags mock_response cache caching
    allowed_openai_params additional_drop_params disable_reasoning clear_thinking nvext
    databricks_options additionalModelRequestFields performance_config tool_prompt guideline
    citations connectors raw_prompting
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}
