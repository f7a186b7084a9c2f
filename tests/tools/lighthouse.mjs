// Lighthouse with its phone profile on the addresses given. Prints one JSON object an address:
// scores of 0 to 100, and what fell short.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const TELLING = ["binary", "numeric", "metricSavings"];

const [chromePath, flags, ...addresses] = process.argv.slice(2);
const chromeFlags = ["--headless=new", ...flags.split(" ")];
const chrome = await launch({ chromePath, chromeFlags, logLevel: "silent" });
const options = { port: chrome.port, logLevel: "silent", output: "json" };
try {
  for (const address of addresses) {
    const { lhr } = await lighthouse(address, { ...options, onlyCategories: CATEGORIES });
    const scores = Object.fromEntries(
      Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round(score * 100)]),
    );
    const short = Object.values(lhr.audits)
      .filter(({ score, scoreDisplayMode }) => TELLING.includes(scoreDisplayMode)
        && score !== null && score < 0.9)
      .map(({ id, displayValue }) => `${id} ${displayValue ?? ""}`.trim());
    console.log(JSON.stringify({ address, scores, short }));
  }
} finally {
  chrome.kill();
}
