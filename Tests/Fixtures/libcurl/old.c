// A libcurl of 7.60, as far as somebody asks only for its version.
struct version {
  int age;
  const char *text;
  unsigned int number;
};

static struct version version = {0, "7.60.0", 0x073C00};

struct version *curl_version_info(int age) {
  (void)age;
  return &version;
}
