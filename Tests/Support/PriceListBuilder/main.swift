// Writes the built-in price list as Swift code: `nightshift-prices MAP VERSION DAY`.
// MAP is LiteLLM's price map, VERSION and DAY those of the package that it comes from.

import Basics
import BatchRunner

let arguments = CommandLine.arguments
guard arguments.count == 4 else {
  print("usage: nightshift-prices MAP VERSION DAY")
  exit(64)
}
do throws(PriceFileError) {
  let list = try PriceFile.read(arguments[1])
  let text = PackedText.write(list.entries)
  print(
    """
    // Written by Tests/Support/PriceListBuilder/rebuild. Do not edit.
    // swift-format-ignore-file

    extension PackedPrices {
      /// The version of LiteLLM that the built-in list was made from.
      static let builtInVersion = "\(arguments[2])"
      /// The day on which that version was released.
      static let builtInDay = "\(arguments[3])"

      /// The prices of LiteLLM's map (`model_prices_and_context_window_backup.json`).
      static let builtIn = PackedPrices(
        #\"""
    \(text)
    \"""#)
    }
    """)
} catch {
  print(error.problem)
  exit(65)
}
